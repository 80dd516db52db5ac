# EmbedLibrary.cmake: writes the library's texts into a C++ source.
# cmake -DOUTPUT=Library.inc.cpp -DTEXTS="a.sn;b.sn" -P EmbedLibrary.cmake
set(content "// Made from frontend/library/*.sn.\n#include \"frontend/Library.h\"\n\nnamespace sinter {\n\nconst LibraryText libraryTexts[] = {\n")
foreach(path ${TEXTS})
  get_filename_component(name ${path} NAME)
  file(READ ${path} text)
  # A raw string is the text itself; compilers bound its length, which no page of text reaches.
  string(APPEND content "{\"${name}\", R\"sinter(${text})sinter\"},\n")
endforeach()
string(APPEND content "{nullptr, nullptr}};\n\n} // namespace sinter\n")
file(WRITE ${OUTPUT} "${content}")
