// AstPrinter.cpp: AST -> an indented tree.
//
//   let y =
//     pipeline
//       x
//       | conv1: conv2d(6, kernel=5)
//       | relu

#include "frontend/AstPrinter.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/Twine.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/Format.h"

using llvm::StringRef;
using llvm::Twine;

namespace sinter {

using namespace ast;

namespace {

//===----------------------------------------------------------------------===//
// On one line
//===----------------------------------------------------------------------===//

std::string quoteText(StringRef text) {
  std::string result;
  for (char c : text) {
    if (c == '\n' || c == '\t') {
      result += c == '\n' ? "\\n" : "\\t";
      continue;
    }
    if (StringRef("\"\\{}").contains(c))
      result += '\\';
    result += c;
  }
  return result;
}

/// The fewest digits that read back as the same value.
std::string spellFloat(double value) {
  std::string text;
  for (unsigned digits = 1; digits <= 17; ++digits) {
    text.clear();
    llvm::raw_string_ostream(text) << llvm::format("%.*g", digits, value);
    double back;
    if (!StringRef(text).getAsDouble(back) && back == value)
      break;
  }
  if (value < 1e15 && StringRef(text).contains("e+")) { // 100.0, not 1e+02
    text.clear();
    llvm::raw_string_ostream(text) << llvm::format("%.1f", value);
  }
  return StringRef(text).find_first_of(".e") == StringRef::npos ? text + ".0"
                                                                : text;
}

StringRef spell(BinaryOperator op) {
  static constexpr StringRef spellings[] = {"||", "&&", "==", "!=", "<",
                                            "<=", ">",  ">=", "+",  "-",
                                            "*",  "/",  "@",  "**"};
  return spellings[static_cast<size_t>(op)];
}

std::string join(const std::vector<Name> &names) {
  std::string result;
  for (const Name &name : names)
    result += (result.empty() ? "" : ", ") + name.text.str();
  return result;
}

/// Whether an expression fits one line: all of it does that has no blocks.
bool isPlain(const Expr *expr);

template <typename Range> bool allPlain(const Range &exprs) {
  return llvm::all_of(exprs, [](const ExprPtr &e) { return isPlain(e.get()); });
}

bool arePlain(const std::vector<Argument> &arguments) {
  return llvm::all_of(arguments, [](const Argument &argument) {
    return isPlain(argument.value.get());
  });
}

bool arePlain(const std::vector<StringPiece> &pieces) {
  return llvm::all_of(pieces, [](const StringPiece &piece) {
    return isPlain(piece.value.get());
  });
}

bool isPlain(const Expr *expr) {
  if (!expr)
    return true;
  return llvm::TypeSwitch<const Expr *, bool>(expr)
      .Case<IfExpr, BlockExpr, PipelineExpr>([](auto *) { return false; })
      .Case([](const StringExpr *e) { return arePlain(e->pieces); })
      .Case<ListExpr, TupleExpr>([](auto *e) { return allPlain(e->elements); })
      .Case<CallExpr, LayerExpr>([](auto *e) {
        return isPlain(e->callee.get()) && arePlain(e->arguments);
      })
      .Case([](const MemberExpr *e) { return isPlain(e->object.get()); })
      .Case([](const IndexExpr *e) {
        return isPlain(e->object.get()) &&
               llvm::all_of(e->items, [](const IndexItem &item) {
                 return isPlain(item.value.get()) &&
                        isPlain(item.begin.get()) && isPlain(item.end.get());
               });
      })
      .Case([](const UnaryExpr *e) { return isPlain(e->operand.get()); })
      .Case([](const BinaryExpr *e) {
        return isPlain(e->lhs.get()) && isPlain(e->rhs.get());
      })
      .Case([](const RangeExpr *e) {
        return isPlain(e->begin.get()) && isPlain(e->end.get());
      })
      .Case([](const ReduceExpr *e) { return isPlain(e->body.get()); })
      .Default([](const Expr *) { return true; });
}

std::string spell(const Expr *expr);

std::string spell(const std::vector<StringPiece> &pieces) {
  std::string result;
  for (const StringPiece &piece : pieces)
    result += piece.value ? "{" + spell(piece.value.get()) + "}"
                          : quoteText(piece.text);
  return result;
}

std::string spell(const std::vector<ExprPtr> &exprs) {
  std::string result;
  for (const ExprPtr &expr : exprs)
    result += (result.empty() ? "" : ", ") + spell(expr.get());
  return result;
}

std::string spell(const std::vector<Argument> &arguments) {
  std::string result;
  for (const Argument &argument : arguments) {
    result += result.empty() ? "" : ", ";
    if (!argument.keyword.empty())
      result += argument.keyword.text.str() + "=";
    result += spell(argument.value.get());
  }
  return result;
}

std::string spell(const std::vector<IndexItem> &items) {
  std::string result;
  for (const IndexItem &item : items) {
    result += result.empty() ? "" : ", ";
    switch (item.kind) {
    case IndexItem::Kind::Value:
      result += spell(item.value.get());
      break;
    case IndexItem::Kind::Slice:
      result += spell(item.begin.get()) + ":" + spell(item.end.get());
      if (item.step)
        result += ":" + spell(item.step.get());
      break;
    case IndexItem::Kind::Ellipsis:
      result += "...";
      break;
    }
  }
  return result;
}

/// Source text on one line.
std::string flatten(StringRef text) {
  llvm::SmallVector<StringRef> words;
  llvm::SplitString(text, words);
  return llvm::join(words, " ");
}

/// An expression on one line; nothing for one that is not there. Blocks inside
/// a label or a type, where a tree has no place, stand as in the source.
std::string spell(const Expr *expr) {
  if (!expr)
    return "";
  return llvm::TypeSwitch<const Expr *, std::string>(expr)
      .Case([](const ErrorExpr *) { return "<error>"; })
      .Case([](const EllipsisExpr *) { return "..."; })
      .Case([](const IntegerExpr *e) { return std::to_string(e->value); })
      .Case([](const FloatExpr *e) { return spellFloat(e->value); })
      .Case([](const BoolExpr *e) { return e->value ? "true" : "false"; })
      .Case([](const NameExpr *e) { return e->name.str(); })
      .Case([](const StringExpr *e) { return "\"" + spell(e->pieces) + "\""; })
      .Case([](const ListExpr *e) { return "[" + spell(e->elements) + "]"; })
      .Case([](const TupleExpr *e) {
        return "(" + spell(e->elements) +
               (e->elements.size() == 1 ? ",)" : ")");
      })
      .Case([](const CallExpr *e) {
        return spell(e->callee.get()) + "(" + spell(e->arguments) + ")";
      })
      .Case([](const LayerExpr *e) {
        return "layer " + spell(e->callee.get()) + "(" + spell(e->arguments) +
               ")";
      })
      .Case([](const MemberExpr *e) {
        return spell(e->object.get()) + "." + e->member.text.str();
      })
      .Case([](const IndexExpr *e) {
        return spell(e->object.get()) + "[" + spell(e->items) + "]";
      })
      .Case([](const UnaryExpr *e) {
        return (e->op == UnaryOperator::Negate ? "(-" : "(!") +
               spell(e->operand.get()) + ")";
      })
      .Case([](const BinaryExpr *e) {
        return "(" + spell(e->lhs.get()) + " " + spell(e->op).str() + " " +
               spell(e->rhs.get()) + ")";
      })
      .Case([](const RangeExpr *e) {
        return spell(e->begin.get()) + ".." + spell(e->end.get());
      })
      .Case([](const ReduceExpr *e) {
        return e->reducer.text.str() + "[" + join(e->indices) + "] " +
               spell(e->body.get());
      })
      .Default([](const Expr *e) { return flatten(e->range.text()); });
}

std::string spell(const Type &type) {
  std::string result;
  for (const TypeTerm &term : type.terms) {
    result += (result.empty() ? "" : " | ") + term.name.text.str();
    if (term.hasDimensions)
      result += "[" + spell(term.dimensions) + "]";
  }
  return result;
}

//===----------------------------------------------------------------------===//
// As a tree
//===----------------------------------------------------------------------===//

class AstPrinter {
public:
  explicit AstPrinter(llvm::raw_ostream &out) : out(out) {}

  void print(const Declaration &declaration);

private:
  void print(const FunctionDeclaration &function);
  void print(const Statement &statement);
  void print(const Block &block);
  void print(const Stage &stage);
  void print(const std::vector<StagePtr> &stages) {
    for (const StagePtr &stage : stages)
      print(*stage);
  }
  /// The expression behind a word, on the word's line if it is plain.
  void print(const Twine &before, const Expr *expr);
  void printTree(const Expr &expr);
  void print(const std::vector<Argument> &arguments);

  void line(const Twine &text) { out.indent(depth * 2) << text << '\n'; }
  template <typename Body> void indented(Body body) {
    ++depth;
    body();
    --depth;
  }

  llvm::raw_ostream &out;
  unsigned depth = 0;
};

void AstPrinter::print(const Twine &before, const Expr *expr) {
  if (isPlain(expr)) {
    line(before + (before.isTriviallyEmpty() ? "" : " ") + spell(expr));
    return;
  }
  if (before.isTriviallyEmpty()) {
    printTree(*expr);
    return;
  }
  line(before);
  indented([&] { printTree(*expr); });
}

void AstPrinter::print(const std::vector<Argument> &arguments) {
  for (const Argument &argument : arguments)
    print(argument.keyword.empty() ? std::string("argument")
                                   : argument.keyword.text.str() + " =",
          argument.value.get());
}

/// An expression that is not plain.
void AstPrinter::printTree(const Expr &expr) {
  auto node = [&](const Twine &name,
                  std::initializer_list<const Expr *> children) {
    line(name);
    indented([&] {
      for (const Expr *child : children)
        if (child)
          print("", child);
    });
  };
  auto list = [&](StringRef name, const std::vector<ExprPtr> &elements) {
    line(name);
    indented([&] {
      for (const ExprPtr &element : elements)
        print("", element.get());
    });
  };
  llvm::TypeSwitch<const Expr *>(&expr)
      .Case([&](const PipelineExpr *e) {
        line("pipeline");
        indented([&] {
          print("", e->head.get());
          print(e->stages);
        });
      })
      .Case([&](const IfExpr *e) {
        print("if", e->condition.get());
        indented([&] { print(e->thenBlock); });
        if (!e->elseBlock)
          return;
        line("else");
        indented([&] { print(*e->elseBlock); });
      })
      .Case([&](const BlockExpr *e) {
        line("block");
        indented([&] { print(e->block); });
      })
      .Case([&](const StringExpr *e) {
        line("string");
        indented([&] {
          for (const StringPiece &piece : e->pieces)
            piece.value ? print("value", piece.value.get())
                        : line("\"" + quoteText(piece.text) + "\"");
        });
      })
      .Case([&](const ListExpr *e) { list("list", e->elements); })
      .Case([&](const TupleExpr *e) { list("tuple", e->elements); })
      .Case<CallExpr, LayerExpr>([&](auto *e) {
        print(llvm::isa<CallExpr>(e) ? "call" : "layer", e->callee.get());
        indented([&] { print(e->arguments); });
      })
      .Case([&](const MemberExpr *e) {
        node("member " + e->member.text, {e->object.get()});
      })
      .Case([&](const IndexExpr *e) {
        node("index", {e->object.get()});
        indented([&] {
          for (const IndexItem &item : e->items) {
            if (item.kind == IndexItem::Kind::Ellipsis)
              line("...");
            else
              node(item.kind == IndexItem::Kind::Value ? "at" : "slice",
                   {item.value.get(), item.begin.get(), item.end.get()});
          }
        });
      })
      .Case([&](const UnaryExpr *e) {
        node(e->op == UnaryOperator::Negate ? "-" : "!", {e->operand.get()});
      })
      .Case([&](const BinaryExpr *e) {
        node(spell(e->op), {e->lhs.get(), e->rhs.get()});
      })
      .Case([&](const RangeExpr *e) {
        node("..", {e->begin.get(), e->end.get()});
      })
      .Case([&](const ReduceExpr *e) {
        node(e->reducer.text + "[" + join(e->indices) + "]", {e->body.get()});
      });
}

void AstPrinter::print(const Stage &stage) {
  std::string start = "| ";
  if (stage.label)
    start += spell(stage.label->pieces) + ": ";
  llvm::TypeSwitch<const Stage *>(&stage)
      .Case([&](const CallStage *s) {
        if (isPlain(s->callee.get()) && arePlain(s->arguments)) {
          std::string arguments = spell(s->arguments);
          line(start + spell(s->callee.get()) +
               (arguments.empty() ? "" : "(" + arguments + ")"));
          return;
        }
        print(start + "call", s->callee.get());
        indented([&] { print(s->arguments); });
      })
      .Case([&](const GroupStage *s) {
        line(start + (s->sequential ? "sequential" : "group"));
        indented([&] { print(s->stages); });
      })
      .Case([&](const RepeatStage *s) {
        print(start + "repeat", s->count.get());
        indented([&] { print(s->stages); });
      })
      .Case([&](const ForStage *s) {
        print(start + "for " + join(s->names) + " in", s->iterated.get());
        indented([&] { print(s->stages); });
      })
      .Case([&](const IfStage *s) {
        print(start + "if", s->condition.get());
        indented([&] { print(s->thenStages); });
        if (s->elseStages.empty())
          return;
        line("  else");
        indented([&] { print(s->elseStages); });
      });
}

void AstPrinter::print(const Block &block) {
  for (const StatementPtr &statement : block.statements)
    print(*statement);
  if (block.value)
    print("value", block.value.get());
}

void AstPrinter::print(const Statement &statement) {
  llvm::TypeSwitch<const Statement *>(&statement)
      .Case([&](const ExprStatement *s) { print("do", s->expr.get()); })
      .Case([&](const LetStatement *s) {
        print((s->isVar ? "var " : "let ") + join(s->names) + " =",
              s->value.get());
      })
      .Case([&](const AssignStatement *s) {
        print("assign " + join(s->names) + " =", s->value.get());
      })
      .Case([&](const ForStatement *s) {
        print("for " + join(s->names) + " in", s->iterated.get());
        indented([&] { print(s->body); });
      })
      .Case([&](const ParamStatement *s) {
        std::string start = s->isState ? "state " : "param ";
        start += s->name.text;
        if (s->invalid)
          line(start + ": <error>");
        else
          print(start + ": " + spell(s->type) + " =", s->initializer.get());
      })
      .Case([&](const MinimizeStatement *s) {
        print("minimize", s->loss.get());
        indented([&] {
          if (!s->models.empty())
            line("over " + join(s->models));
          print("with", s->optimizer.get());
        });
      })
      .Case([&](const ReportStatement *s) {
        for (const ReportItem &item : s->items)
          print(item.alias.empty() ? std::string("report")
                                   : "report as " + item.alias.text.str() + ":",
                item.value.get());
      })
      .Case([&](const IndexAssignStatement *s) {
        print("define " + s->target.text + "[" + join(s->indices) + "] =",
              s->value.get());
      });
}

void AstPrinter::print(const FunctionDeclaration &function) {
  static constexpr StringRef roles[] = {"block", "model", "op", "train"};
  line(roles[static_cast<size_t>(function.role)] + " " + function.name.text +
       (function.invalid ? " <error>" : ""));
  indented([&] {
    if (!function.invalid) {
      for (const Parameter &parameter : function.parameters) {
        std::string text = "parameter " + parameter.name.text.str();
        if (parameter.type)
          text += ": " + spell(*parameter.type);
        if (parameter.defaultValue)
          print(text + " =", parameter.defaultValue.get());
        else
          line(text);
      }
      for (const Result &result : function.results)
        line("result " +
             (result.name.empty() ? "" : result.name.text.str() + ": ") +
             spell(result.type));
    }
    print(function.body);
  });
}

void AstPrinter::print(const Declaration &declaration) {
  llvm::TypeSwitch<const Declaration *>(&declaration)
      .Case([&](const ImportDeclaration *d) {
        line("import \"" + quoteText(d->path) + "\"");
      })
      .Case([&](const LetDeclaration *d) {
        print("let " + join(d->names) + " =", d->value.get());
      })
      .Case([&](const FunctionDeclaration *d) { print(*d); })
      .Case([&](const QuantizeDeclaration *d) {
        line("quantize " + d->name.text);
        indented([&] {
          for (const Setting &setting : d->settings)
            print(setting.name.text + " =", setting.value.get());
        });
      })
      .Case([&](const ExportDeclaration *d) {
        line("export " + d->name.text);
        indented([&] {
          for (const ExportEntry &entry : d->entries) {
            std::string bindings;
            for (const Binding &binding : entry.bindings)
              bindings += (bindings.empty() ? "" : ", ") +
                          binding.dimension.text.str() + "=" +
                          spell(binding.value.get());
            line(entry.name.text + "(" + bindings + ")" +
                 (entry.alias.empty() ? "" : " as " + entry.alias.text.str()));
          }
        });
      });
}

} // namespace

void printAst(const File &file, llvm::raw_ostream &out) {
  AstPrinter printer(out);
  for (const std::unique_ptr<Declaration> &declaration : file.declarations)
    printer.print(*declaration);
}

} // namespace sinter
