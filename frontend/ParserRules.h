// ParserRules.h: the grammar as functions, one a rule, by recursive descent.
//
// A rule that meets a mistake reports it and returns null or false; so do the
// rules above it, up to the statement, which goes on behind its end. The rule
// stands above each function in the files named here.
#ifndef SINTER_FRONTEND_PARSERRULES_H
#define SINTER_FRONTEND_PARSERRULES_H

#include "frontend/TokenCursor.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace sinter {

class Parser : TokenCursor {
public:
  Parser(const SourceFile &file, DiagnosticEngine &diagnostics)
      : TokenCursor(file, diagnostics) {}

  std::unique_ptr<ast::File> parseFile();

private:
  // Declarations: Parser.cpp
  std::unique_ptr<ast::Declaration> parseDeclaration();
  std::unique_ptr<ast::Declaration> parseImport();
  std::unique_ptr<ast::Declaration> parseLetDeclaration();
  std::unique_ptr<ast::Declaration>
  parseFunction(ast::FunctionDeclaration::Role role);
  std::unique_ptr<ast::Declaration> parseQuantize();
  std::unique_ptr<ast::Declaration> parseExport();
  llvm::StringRef declarationWord();
  void skipToDeclaration(size_t start);
  bool parseSignature(ast::FunctionDeclaration &function);
  bool parseParameter(ast::Parameter &parameter);
  bool parseResults(std::vector<ast::Result> &results);
  bool parseResult(ast::Result &result);
  bool parseSetting(ast::Setting &setting);
  bool parseExportEntry(ast::ExportEntry &entry);
  bool parseBinding(ast::Binding &binding);
  bool parseType(ast::Type &type);
  bool parseTypeTerm(ast::TypeTerm &term);

  // Statements: ParseStatements.cpp
  bool parseBlock(ast::Block &block, bool isDeclaration = false);
  bool parseBraces(bool isDeclaration, llvm::function_ref<bool()> parseItem);
  bool parseStatement(ast::StatementPtr &statement);
  bool parseStatementBody(ast::StatementPtr &statement);
  llvm::StringRef statementWord();
  bool parseLet(ast::StatementPtr &statement, bool isVar);
  bool parseAssign(ast::StatementPtr &statement);
  bool parseParam(ast::StatementPtr &statement, bool isState);
  bool parseFor(ast::StatementPtr &statement);
  bool parseMinimize(ast::StatementPtr &statement);
  bool parseReport(ast::StatementPtr &statement);
  bool parseExprStatement(ast::StatementPtr &statement);
  bool parseIndexAssign(ast::StatementPtr &statement,
                        const ast::IndexExpr &target);
  bool parseNames(std::vector<ast::Name> &names, llvm::StringRef what);
  bool parseForHead(std::vector<ast::Name> &names, ast::ExprPtr &iterated);
  bool atAssign() const;

  // Pipelines: ParsePipelines.cpp
  ast::ExprPtr parseExpression();
  ast::StagePtr parseStage();
  bool parseStageBraces(std::vector<ast::StagePtr> &stages);
  bool parseStages(std::vector<ast::StagePtr> &stages);
  bool parseLabel(std::optional<ast::Label> &label);
  ast::StagePtr parseUnlabelledStage();
  ast::StagePtr parseCallStage();
  ast::StagePtr parseForStage();
  ast::StagePtr parseIfStage();
  bool checkStageEnd(const ast::Stage &stage);

  // Expressions: ParseExpressions.cpp
  ast::ExprPtr parseBeforeBraces();
  ast::ExprPtr parseOperand();
  ast::ExprPtr parseBinary(unsigned minPrecedence);
  ast::ExprPtr parseUnary();
  ast::ExprPtr parsePower();
  ast::ExprPtr parsePostfix();
  ast::ExprPtr parsePrimary();
  ast::ExprPtr parseNameExpr();
  ast::ExprPtr parseParentheses();
  ast::ExprPtr parseList();
  ast::ExprPtr parseIf();
  ast::ExprPtr parseLayer();
  ast::ExprPtr parseReduce();
  ast::ExprPtr parseMember(ast::ExprPtr object, uint32_t begin);
  ast::ExprPtr parseIndex(ast::ExprPtr object, uint32_t begin);
  bool parseIndexItem(ast::IndexItem &item);
  bool parseArguments(std::vector<ast::Argument> &arguments);
  bool parseArgument(std::vector<ast::Argument> &arguments);
  bool parseElements(TokenKind closer, const Token &opener,
                     llvm::function_ref<bool()> parseElement);

  // Numbers and strings: ParseLiterals.cpp
  ast::ExprPtr parseNumber();
  ast::ExprPtr parseString();
  std::vector<ast::StringPiece> parseStringPieces(const Token &token);
  ast::ExprPtr parseValueInString(uint32_t begin, uint32_t end);

  template <typename T> std::unique_ptr<T> makeNode(uint32_t begin) {
    auto node = std::make_unique<T>();
    node->range = rangeFrom(begin);
    return node;
  }

  bool inOp = false; ///< index notation has its reductions here
};

} // namespace sinter

#endif // SINTER_FRONTEND_PARSERRULES_H
