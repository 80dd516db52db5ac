// header.cpp: the same test as C++17.
#include "header.c"
