/* context.h: reads a context that an older program may have made. */
#ifndef SINTER_CONTEXT_H
#define SINTER_CONTEXT_H

/* Whether the program that made `context` knew of this field. */
#define HAS(context, field)                                                    \
  ((context)->size >=                                                          \
   offsetof(sinter_context, field) + sizeof((context)->field))

#endif /* SINTER_CONTEXT_H */
