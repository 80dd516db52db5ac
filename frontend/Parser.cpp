// Parser.cpp: files and declarations.

#include "frontend/Parser.h"

#include "frontend/ParserRules.h"
#include "llvm/Support/SaveAndRestore.h"

using llvm::StringRef;

namespace sinter {

using namespace ast;

std::unique_ptr<File> parse(const SourceFile &file,
                            DiagnosticEngine &diagnostics) {
  return Parser(file, diagnostics).parseFile();
}

//===----------------------------------------------------------------------===//
// Files
//===----------------------------------------------------------------------===//

// file = { declaration }
std::unique_ptr<File> Parser::parseFile() {
  auto result = std::make_unique<File>();
  result->source = &file;
  if (file.text().size() > maxSourceBytes) {
    report(DiagnosticKind::fileTooLarge, {&file, 0, 0},
           {file.text().size(), maxSourceBytes});
    return result;
  }
  tokens = lex(file, 0, file.text().size(), diagnostics);
  unsigned errorsBefore = 0;
  while (!at(TokenKind::endOfFile)) {
    bracesInDoubt = false;
    if (at(TokenKind::rightBrace)) {
      // After a mistake, braces may not have been counted right.
      if (diagnostics.errorCount() == errorsBefore)
        report(DiagnosticKind::notOpened, rangeOf(current()), {"}"});
      size_t start = index;
      take();
      if (!at(TokenKind::endOfFile) && !looksLikeDeclaration(index))
        skipToDeclaration(start);
      continue;
    }
    errorsBefore = diagnostics.errorCount();
    size_t start = lineToken = index;
    std::unique_ptr<Declaration> declaration = parseDeclaration();
    if (!declaration || !expectStatementEnd())
      skipToDeclaration(start);
    if (declaration)
      result->declarations.push_back(std::move(declaration));
  }
  return result;
}

/// The word of the declaration that starts here. A misspelt one is reported,
/// and taken for what it must mean; empty if what follows does not tell.
StringRef Parser::declarationWord() {
  static constexpr StringRef words[] = {
#define WORD_declaration(text) text,
#define WORD_statement(text)
#define WORD_clause(text)
#define WORD_expression(text)
#define WORD_stage(text)
#define WORD(name, text, place) WORD_##place(text)
#include "frontend/TokenKinds.def"
      "let", "var"};
  StringRef text = textOf(current());
  if (llvm::is_contained(words, text))
    return text;
  if (at(TokenKind::unknown))
    return ""; // the lexer said so
  auto reported = report(DiagnosticKind::unknownDeclaration, rangeOf(current()),
                         {describeCurrent()});
  StringRef meant = closestWord(text, words);
  if (!looksLikeDeclaration(index) || meant.empty())
    return "";
  reported.note(DiagnosticKind::didYouMean, {}, {meant});
  TokenKind second = ahead(1).kind, third = ahead(2).kind;
  bool fits =
      meant == word::import ? second == TokenKind::string
      : meant == "let"
          ? third == TokenKind::equal || third == TokenKind::comma
          : third == TokenKind::leftParen || third == TokenKind::leftBrace;
  return fits ? meant : "";
}

/// Goes to the next declaration: whatever stands between is one mistake.
void Parser::skipToDeclaration(size_t start) {
  do {
    skipStatement(start);
    start = index;
    if (at(TokenKind::rightBrace))
      take();
  } while (!at(TokenKind::endOfFile) && !looksLikeDeclaration(index));
}

// declaration = import | let | block | model | op | train | quantize | export
std::unique_ptr<Declaration> Parser::parseDeclaration() {
  using Role = FunctionDeclaration::Role;
  StringRef start = declarationWord();
  if (start == word::import)
    return parseImport();
  if (start == "let" || start == "var")
    return parseLetDeclaration();
  if (start == word::block)
    return parseFunction(Role::Block);
  if (start == word::model)
    return parseFunction(Role::Model);
  if (start == word::op)
    return parseFunction(Role::Op);
  if (start == word::train)
    return parseFunction(Role::Train);
  if (start == word::quantize)
    return parseQuantize();
  if (start == word::exportEntries)
    return parseExport();
  return nullptr;
}

// import = "import" string
std::unique_ptr<Declaration> Parser::parseImport() {
  uint32_t begin = take().begin;
  auto import = makeNode<ImportDeclaration>(begin);
  if (!continuesAt(TokenKind::string)) {
    expected("the path of a file, as `\"blocks.sn\"`");
    return nullptr;
  }
  Token token = take();
  import->pathRange = rangeOf(token);
  for (StringPiece &piece : parseStringPieces(token)) {
    if (piece.value) {
      report(DiagnosticKind::noValuesInPath, piece.value->range);
      return nullptr;
    }
    import->path += piece.text;
  }
  import->range = rangeFrom(begin);
  return import;
}

// let = "let" names "=" expression
std::unique_ptr<Declaration> Parser::parseLetDeclaration() {
  if (at(TokenKind::keywordVar))
    report(DiagnosticKind::varOutsideBlock, rangeOf(current()));
  StatementPtr statement;
  size_t start = index;
  if (!parseLet(statement, /*isVar=*/false)) {
    skipStatement(start);
    if (!statement)
      return nullptr;
  }
  auto &let = llvm::cast<LetStatement>(*statement);
  auto declaration = makeNode<LetDeclaration>(let.range.begin);
  declaration->names = std::move(let.names);
  declaration->value =
      let.value ? std::move(let.value) : makeNode<ErrorExpr>(let.range.begin);
  return declaration;
}

//===----------------------------------------------------------------------===//
// Blocks, models, operators, training
//===----------------------------------------------------------------------===//

static StringRef describe(FunctionDeclaration::Role role) {
  switch (role) {
  case FunctionDeclaration::Role::Block:
    return "a block";
  case FunctionDeclaration::Role::Model:
    return "a model";
  case FunctionDeclaration::Role::Op:
    return "an op";
  case FunctionDeclaration::Role::Train:
    return "a train block";
  }
  llvm_unreachable("unknown role");
}

// block = "block" name parameters [ "->" results ] block
// model = "model" name parameters "->" results block
// op    = "op" name parameters "->" results block
// train = "train" name parameters block
std::unique_ptr<Declaration>
Parser::parseFunction(FunctionDeclaration::Role role) {
  uint32_t begin = take().begin;
  auto function = makeNode<FunctionDeclaration>(begin);
  function->role = role;
  llvm::SaveAndRestore reductions(inOp, role == FunctionDeclaration::Role::Op);
  function->invalid =
      !parseName(function->name, describe(role)) || !parseSignature(*function);
  // After a mistake in the head, the body is still read for its own.
  if (!function->invalid || skipToBody())
    function->invalid |= !parseBlock(function->body, /*isDeclaration=*/true);
  function->range = rangeFrom(begin);
  if (function->name.empty())
    return nullptr;
  return function;
}

// parameters = "(" [ parameter { "," parameter } [ "," ] ] ")"
bool Parser::parseSignature(FunctionDeclaration &function) {
  using Role = FunctionDeclaration::Role;
  if (!continuesAt(TokenKind::leftParen)) {
    expected("`(`");
    return false;
  }
  {
    llvm::SaveAndRestore noNewlines(newlinesCount, false);
    Token opener = take();
    if (!parseElements(TokenKind::rightParen, opener, [&] {
          return parseParameter(function.parameters.emplace_back());
        }))
      return false;
  }
  if (function.role == Role::Train)
    return true;
  if (accept(TokenKind::arrow)) {
    lineToken = index; // an arrow goes on over the end of a line
    return parseResults(function.results);
  }
  if (function.role == Role::Block)
    return true;
  expected("`->` and the results");
  return false;
}

// parameter = name [ ":" type ] [ "=" expression ]
bool Parser::parseParameter(Parameter &parameter) {
  if (!parseName(parameter.name, "a parameter"))
    return false;
  if (accept(TokenKind::colon) && !parseType(parameter.type.emplace()))
    return false;
  if (accept(TokenKind::equal) && !(parameter.defaultValue = parseExpression()))
    return false;
  parameter.range = rangeFrom(parameter.name.range.begin);
  return true;
}

// results = result | "(" result { "," result } [ "," ] ")"
bool Parser::parseResults(std::vector<Result> &results) {
  if (!at(TokenKind::leftParen))
    return parseResult(results.emplace_back());
  llvm::SaveAndRestore noNewlines(newlinesCount, false);
  Token opener = take();
  if (at(TokenKind::rightParen)) {
    expected("a result");
    return false;
  }
  return parseElements(TokenKind::rightParen, opener,
                       [&] { return parseResult(results.emplace_back()); });
}

// result = [ name ":" ] type
bool Parser::parseResult(Result &result) {
  uint32_t begin = current().begin;
  if (at(TokenKind::identifier) && ahead(1).kind == TokenKind::colon) {
    parseName(result.name, "a result");
    take();
  }
  if (!parseType(result.type))
    return false;
  result.range = rangeFrom(begin);
  return true;
}

// type = term { "|" term }
bool Parser::parseType(Type &type) {
  uint32_t begin = current().begin;
  do {
    if (!parseTypeTerm(type.terms.emplace_back()))
      return false;
    lineToken = index + 1; // `|` goes on over the end of a line
  } while (accept(TokenKind::pipe));
  type.range = rangeFrom(begin);
  return true;
}

// term = name [ "[" [ dimension { "," dimension } ] "]" ]
// dimension = "..." | expression
bool Parser::parseTypeTerm(TypeTerm &term) {
  if (!parseName(term.name, "a type or a choice"))
    return false;
  if (continuesAt(TokenKind::leftBracket)) {
    llvm::SaveAndRestore noNewlines(newlinesCount, false);
    term.hasDimensions = true;
    Token opener = take();
    if (!parseElements(TokenKind::rightBracket, opener, [&] {
          uint32_t begin = current().begin;
          term.dimensions.push_back(accept(TokenKind::ellipsis)
                                        ? makeNode<EllipsisExpr>(begin)
                                        : parseExpression());
          return term.dimensions.back() != nullptr;
        }))
      return false;
  }
  term.range = rangeFrom(term.name.range.begin);
  return true;
}

//===----------------------------------------------------------------------===//
// Quantize and export
//===----------------------------------------------------------------------===//

// quantize = "quantize" name "{" { setting } "}"
std::unique_ptr<Declaration> Parser::parseQuantize() {
  uint32_t begin = take().begin;
  auto quantize = makeNode<QuantizeDeclaration>(begin);
  if (!parseName(quantize->name, "the model to quantize"))
    return nullptr;
  bool parsed = parseBraces(/*isDeclaration=*/true, [&] {
    Setting setting;
    if (!parseSetting(setting) || !expectStatementEnd())
      return false;
    quantize->settings.push_back(std::move(setting));
    return true;
  });
  if (!parsed)
    return nullptr;
  quantize->range = rangeFrom(begin);
  return quantize;
}

// setting = name "=" expression
bool Parser::parseSetting(Setting &setting) {
  if (!parseName(setting.name, "a setting") || !expectToken(TokenKind::equal))
    return false;
  setting.value = parseExpression();
  setting.range = rangeFrom(setting.name.range.begin);
  return setting.value != nullptr;
}

// export = "export" name "{" { entry } "}"
std::unique_ptr<Declaration> Parser::parseExport() {
  uint32_t begin = take().begin;
  auto exported = makeNode<ExportDeclaration>(begin);
  if (!parseName(exported->name, "the model to export"))
    return nullptr;
  bool parsed = parseBraces(/*isDeclaration=*/true, [&] {
    ExportEntry entry;
    if (!parseExportEntry(entry) || !expectStatementEnd())
      return false;
    exported->entries.push_back(std::move(entry));
    return true;
  });
  if (!parsed)
    return nullptr;
  exported->range = rangeFrom(begin);
  return exported;
}

// entry = name "(" [ binding { "," binding } [ "," ] ] ")" [ "as" name ]
bool Parser::parseExportEntry(ExportEntry &entry) {
  if (!parseName(entry.name, "an entry"))
    return false;
  if (!continuesAt(TokenKind::leftParen)) {
    expected("`(`");
    return false;
  }
  {
    llvm::SaveAndRestore noNewlines(newlinesCount, false);
    Token opener = take();
    if (!parseElements(TokenKind::rightParen, opener, [&] {
          return parseBinding(entry.bindings.emplace_back());
        }))
      return false;
  }
  if (continues() && atWord(word::as)) {
    take();
    if (!parseName(entry.alias, "an entry"))
      return false;
  }
  entry.range = rangeFrom(entry.name.range.begin);
  return true;
}

// binding = name "=" operand
bool Parser::parseBinding(Binding &binding) {
  if (!parseName(binding.dimension, "a dimension") ||
      !expectToken(TokenKind::equal))
    return false;
  binding.value = parseOperand();
  binding.range = rangeFrom(binding.dimension.range.begin);
  return binding.value != nullptr;
}

} // namespace sinter
