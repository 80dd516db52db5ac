// Ast.h: the text as a tree. Plain structs, no behaviour.
//
// Every node has the range of the text it was read from; parentheses around an
// expression belong to its parent's range. Words are slices of the source
// file, which must outlive the tree. The parser bounds the height of the tree
// (Parser.h), so walks over it may recurse.
//
// Where text did not parse, its error is reported already and the tree is
// whole all the same: an ErrorExpr stands in for an expression or statement,
// and declarations say `invalid`. Elaboration passes over both in silence.
#ifndef SINTER_FRONTEND_AST_H
#define SINTER_FRONTEND_AST_H

#include "frontend/Source.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Casting.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sinter::ast {

//===----------------------------------------------------------------------===//
// Parts
//===----------------------------------------------------------------------===//

struct Expr;
struct Statement;
struct Stage;
using ExprPtr = std::unique_ptr<Expr>;
using StatementPtr = std::unique_ptr<Statement>;
using StagePtr = std::unique_ptr<Stage>;

/// A word where it is declared or named. Empty where none was written.
struct Name {
  llvm::StringRef text;
  SourceRange range;

  bool empty() const { return text.empty(); }
};

/// A piece of a string: text with its escapes resolved, or, if `value` is
/// set, an expression in braces.
struct StringPiece {
  std::string text;
  ExprPtr value;
};

/// A stage's label, `conv1:`, `0:` or `"down{i}":`. A name or an integer is one
/// piece of text.
struct Label {
  SourceRange range;
  std::vector<StringPiece> pieces;
};

/// `a` or `k=a` in a call.
struct Argument {
  SourceRange range;
  Name keyword; ///< empty if positional
  ExprPtr value;
};

/// One alternative of a type: `int`, `same`, `f32[N, 28, 28, 1]`. The parser
/// does not know types from choices; elaboration does.
struct TypeTerm {
  SourceRange range;
  Name name;
  bool hasDimensions = false; ///< brackets were written, perhaps empty ones
  std::vector<ExprPtr> dimensions;
};

/// `f32[N, 10]`, or alternatives: `same | valid | int`.
struct Type {
  SourceRange range;
  std::vector<TypeTerm> terms; ///< at least one
};

/// A parameter of a block, model, op or train: `x`, `filters: int`, `kernel=3`.
struct Parameter {
  SourceRange range;
  Name name;
  std::optional<Type> type;
  ExprPtr defaultValue; ///< null if it must be given
};

/// A result after `->`: `logits: f32[N, 10]`, or a type alone.
struct Result {
  SourceRange range;
  Name name; ///< empty if not named
  Type type;
};

/// Braces with statements. An expression that stands last is not a statement
/// but the value.
struct Block {
  SourceRange range; ///< with the braces
  std::vector<StatementPtr> statements;
  ExprPtr value; ///< null if the block does not end in an expression
};

//===----------------------------------------------------------------------===//
// Expressions
//===----------------------------------------------------------------------===//

struct Expr {
  enum class Kind {
    Error,
    Integer,
    Float,
    Bool,
    String,
    Name,
    List,
    Tuple,
    Ellipsis,
    Call,
    Member,
    Index,
    Unary,
    Binary,
    Range,
    If,
    Block,
    Layer,
    Reduce,
    Pipeline,
  };

  const Kind kind;
  SourceRange range;

  virtual ~Expr() = default;

protected:
  explicit Expr(Kind kind) : kind(kind) {}
};

/// Gives a node its kind and its `classof`.
template <typename Base, typename Base::Kind nodeKind> struct Node : Base {
  Node() : Base(nodeKind) {}
  static bool classof(const Base *node) { return node->kind == nodeKind; }
};

/// Text that did not parse and is reported: equal to any value, of any type.
struct ErrorExpr : Node<Expr, Expr::Kind::Error> {};

struct IntegerExpr : Node<Expr, Expr::Kind::Integer> {
  int64_t value = 0; ///< never negative: the sign is a UnaryExpr
};

struct FloatExpr : Node<Expr, Expr::Kind::Float> {
  double value = 0;
};

struct BoolExpr : Node<Expr, Expr::Kind::Bool> {
  bool value = false;
};

struct StringExpr : Node<Expr, Expr::Kind::String> {
  std::vector<StringPiece> pieces; ///< empty for ""
};

struct NameExpr : Node<Expr, Expr::Kind::Name> {
  llvm::StringRef name;
};

/// `[a, b]`
struct ListExpr : Node<Expr, Expr::Kind::List> {
  std::vector<ExprPtr> elements;
};

/// `(a, b)`; `(a,)` has one element, `()` none.
struct TupleExpr : Node<Expr, Expr::Kind::Tuple> {
  std::vector<ExprPtr> elements;
};

/// `...` among the dimensions of a type.
struct EllipsisExpr : Node<Expr, Expr::Kind::Ellipsis> {};

/// `f(a, k=b)`; positional arguments stand before keyword arguments.
struct CallExpr : Node<Expr, Expr::Kind::Call> {
  ExprPtr callee;
  std::vector<Argument> arguments;
};

/// `x.shape`, `ops.conv2d`
struct MemberExpr : Node<Expr, Expr::Kind::Member> {
  ExprPtr object;
  Name member;
};

/// One entry of an index: `i`, `a:b` or `a:b:step` (each may be missing),
/// `...`.
struct IndexItem {
  enum class Kind { Value, Slice, Ellipsis };

  Kind kind = Kind::Value;
  SourceRange range;
  ExprPtr value; ///< of a Value
  ExprPtr begin; ///< of a Slice, or null
  ExprPtr end;   ///< of a Slice, or null
  ExprPtr step;  ///< of a Slice, or null
};

/// `x[i]`, `x[:, 0:2, ...]`
struct IndexExpr : Node<Expr, Expr::Kind::Index> {
  ExprPtr object;
  std::vector<IndexItem> items; ///< at least one
};

enum class UnaryOperator { Negate, Not };

struct UnaryExpr : Node<Expr, Expr::Kind::Unary> {
  UnaryOperator op = UnaryOperator::Negate;
  SourceRange opRange;
  ExprPtr operand;
};

enum class BinaryOperator {
  Or,           // ||
  And,          // &&
  Equal,        // ==
  NotEqual,     // !=
  Less,         // <
  LessEqual,    // <=
  Greater,      // >
  GreaterEqual, // >=
  Add,          // +
  Subtract,     // -
  Multiply,     // *
  Divide,       // /
  MatMul,       // @
  Power,        // **
};

struct BinaryExpr : Node<Expr, Expr::Kind::Binary> {
  BinaryOperator op = BinaryOperator::Add;
  SourceRange opRange;
  ExprPtr lhs;
  ExprPtr rhs;
};

/// `a..b`, end excluded.
struct RangeExpr : Node<Expr, Expr::Kind::Range> {
  ExprPtr begin;
  ExprPtr end;
};

/// `if c { ... } else { ... }`, as a statement too. `else if` is an else-block
/// whose value is the next IfExpr.
struct IfExpr : Node<Expr, Expr::Kind::If> {
  ExprPtr condition;
  Block thenBlock;
  std::optional<Block> elseBlock;
};

/// `{ ... }` where a value is wanted: statements, then the value.
struct BlockExpr : Node<Expr, Expr::Kind::Block> {
  Block block;
};

/// `layer conv2d(8, kernel=3)`: one layer, whose calls share its parameters.
struct LayerExpr : Node<Expr, Expr::Kind::Layer> {
  ExprPtr callee;
  std::vector<Argument> arguments;
};

/// `sum[h, w] body`, only in an `op`; the body reaches as far right as it can.
struct ReduceExpr : Node<Expr, Expr::Kind::Reduce> {
  Name reducer; ///< sum, product, max, min or mean
  std::vector<Name> indices;
  ExprPtr body;
};

/// `head | stage | label: stage`
struct PipelineExpr : Node<Expr, Expr::Kind::Pipeline> {
  ExprPtr head;
  std::vector<StagePtr> stages; ///< at least one
};

//===----------------------------------------------------------------------===//
// Stages of a pipeline
//===----------------------------------------------------------------------===//

struct Stage {
  enum class Kind { Call, Group, Repeat, For, If };

  const Kind kind;
  SourceRange range; ///< with the label
  std::optional<Label> label;

  virtual ~Stage() = default;

protected:
  explicit Stage(Kind kind) : kind(kind) {}
};

/// `conv2d(6, kernel=5)`, `relu`, `unit(64)`: called with the value so far as
/// its first argument.
struct CallStage : Node<Stage, Stage::Kind::Call> {
  ExprPtr callee;
  std::vector<Argument> arguments;
  SourceRange callRange; ///< without the label
};

/// `{ ... }`, or `sequential { ... }`
struct GroupStage : Node<Stage, Stage::Kind::Group> {
  bool sequential = false;
  std::vector<StagePtr> stages; ///< at least one
};

/// `repeat n { ... }`
struct RepeatStage : Node<Stage, Stage::Kind::Repeat> {
  ExprPtr count;
  std::vector<StagePtr> stages; ///< at least one
};

/// `for i, n in r { ... }`
struct ForStage : Node<Stage, Stage::Kind::For> {
  std::vector<Name> names; ///< at least one
  ExprPtr iterated;
  std::vector<StagePtr> stages; ///< at least one
};

/// `if c { ... } else { ... }`. `else if` is one IfStage in `elseStages`.
struct IfStage : Node<Stage, Stage::Kind::If> {
  ExprPtr condition;
  std::vector<StagePtr> thenStages; ///< at least one
  std::vector<StagePtr> elseStages; ///< empty if there is no `else`
};

//===----------------------------------------------------------------------===//
// Statements
//===----------------------------------------------------------------------===//

struct Statement {
  enum class Kind {
    Expr,
    Let,
    Assign,
    For,
    Param,
    Minimize,
    Report,
    IndexAssign,
  };

  const Kind kind;
  SourceRange range;

  virtual ~Statement() = default;

protected:
  explicit Statement(Kind kind) : kind(kind) {}
};

/// A call made for what it does, an `if`, or (as an ErrorExpr) a statement
/// that did not parse.
struct ExprStatement : Node<Statement, Statement::Kind::Expr> {
  ExprPtr expr;
};

/// `let q, k, v = e`, `var x = e`
struct LetStatement : Node<Statement, Statement::Kind::Let> {
  bool isVar = false;
  std::vector<Name> names; ///< at least one
  ExprPtr value;           ///< an ErrorExpr if it did not parse
};

/// `x = e`, `a, b = e`. In a `train` block, an assignment to a name that is no
/// variable is a setting: `frozen = ["features.*"]`.
struct AssignStatement : Node<Statement, Statement::Kind::Assign> {
  std::vector<Name> names; ///< at least one
  ExprPtr value;
};

/// `for i, filters in enumerate([64, 128]) { ... }`
struct ForStatement : Node<Statement, Statement::Kind::For> {
  std::vector<Name> names; ///< at least one
  ExprPtr iterated;
  Block body;
};

/// `param weight: f32[filters, cin] = he_normal()`, `state count: f32 =
/// zeros()`
struct ParamStatement : Node<Statement, Statement::Kind::Param> {
  bool isState = false;
  bool invalid = false; ///< only `name` can be relied on
  Name name;
  Type type;
  ExprPtr initializer;
};

/// `minimize LOSS [over MODEL, ...] with OPTIMIZER`
struct MinimizeStatement : Node<Statement, Statement::Kind::Minimize> {
  ExprPtr loss;
  std::vector<Name> models; ///< empty: all
  ExprPtr optimizer;
};

struct ReportItem {
  ExprPtr value;
  Name alias; ///< after `as`, or empty
};

/// `report METRIC [as name], ...`
struct ReportStatement : Node<Statement, Statement::Kind::Report> {
  std::vector<ReportItem> items; ///< at least one
};

/// `out[n, i, j] = e`, only in an `op`.
struct IndexAssignStatement : Node<Statement, Statement::Kind::IndexAssign> {
  Name target;
  std::vector<Name> indices;
  ExprPtr value;
};

//===----------------------------------------------------------------------===//
// Declarations
//===----------------------------------------------------------------------===//

struct Declaration {
  enum class Kind { Import, Let, Function, Quantize, Export };

  const Kind kind;
  SourceRange range;

  virtual ~Declaration() = default;

protected:
  explicit Declaration(Kind kind) : kind(kind) {}
};

struct File;

/// `import "resnet.sn"`
struct ImportDeclaration : Node<Declaration, Declaration::Kind::Import> {
  std::string path;
  SourceRange pathRange;
  const File *file = nullptr; ///< what it brings, once read (Program.h)
};

/// `let classes = 10`, outside of every block.
struct LetDeclaration : Node<Declaration, Declaration::Kind::Let> {
  std::vector<Name> names; ///< at least one
  ExprPtr value;           ///< an ErrorExpr if it did not parse
};

/// `block`, `model`, `op` and `train`: parameters, results, a body.
struct FunctionDeclaration : Node<Declaration, Declaration::Kind::Function> {
  enum class Role { Block, Model, Op, Train };

  Role role = Role::Block;
  bool invalid = false; ///< parameters and results did not parse; the name did
  Name name;
  std::vector<Parameter> parameters;
  std::vector<Result> results; ///< none for `train`, at will for `block`
  Block body;
};

/// `weights = per_channel` in a `quantize` block.
struct Setting {
  SourceRange range;
  Name name;
  ExprPtr value;
};

/// `quantize Flowers { ... }`
struct QuantizeDeclaration : Node<Declaration, Declaration::Kind::Quantize> {
  Name name;
  std::vector<Setting> settings;
};

/// `N=1` or `N=1..256` in an entry.
struct Binding {
  SourceRange range;
  Name dimension;
  ExprPtr value; ///< a RangeExpr leaves the dimension open
};

/// `infer(N=1..256) as infer_batch`
struct ExportEntry {
  SourceRange range;
  Name name;
  std::vector<Binding> bindings;
  Name alias; ///< after `as`, or empty
};

/// `export LeNet5 { ... }`
struct ExportDeclaration : Node<Declaration, Declaration::Kind::Export> {
  Name name;
  std::vector<ExportEntry> entries;
};

struct File {
  const SourceFile *source = nullptr;
  std::vector<std::unique_ptr<Declaration>> declarations;
};

} // namespace sinter::ast

#endif // SINTER_FRONTEND_AST_H
