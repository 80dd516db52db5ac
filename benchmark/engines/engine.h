/* engine.h: what the C programs of the benchmark share: files, the clock, and
 * the conversation with side_by_side.py.
 *
 * A program prepares its engine, calls it once, saves the output and prints
 *   {"first_ms": time from the start of the program to the first output}
 * Then each line of standard input is a number of seconds: it calls the engine
 * for that long, and prints
 *   {"median_ms": .., "min_ms": .., "calls": .., "peak_kb": ..}
 * with the peak of its resident memory since the start. pytorch.py holds the
 * same conversation. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void stop(const char *what, const char *why) {
  fprintf(stderr, "error: %s: %s\n", what, why);
  exit(1);
}

static double now_ms(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return 1e3 * (double)time.tv_sec + 1e-6 * (double)time.tv_nsec;
}

/* Room for `bytes`, aligned as the engines like it best. */
static void *allocate(size_t bytes) {
  void *memory = aligned_alloc(64, (bytes + 63) / 64 * 64 + 64);
  if (!memory)
    stop("memory", "there is not enough");
  return memory;
}

static float *read_floats(const char *path, size_t *count) {
  FILE *file = fopen(path, "rb");
  if (!file || fseek(file, 0, SEEK_END))
    stop(path, "cannot be read");
  *count = (size_t)ftell(file) / sizeof(float);
  float *values = allocate(*count * sizeof(float));
  rewind(file);
  if (fread(values, sizeof(float), *count, file) != *count)
    stop(path, "cannot be read");
  fclose(file);
  return values;
}

static void write_floats(const char *path, const float *values, size_t count) {
  FILE *file = fopen(path, "wb");
  if (!file || fwrite(values, sizeof(float), count, file) != count ||
      fclose(file))
    stop(path, "cannot be written");
}

/* The most memory that was resident at once. getrusage would count that of the
 * program which started this one. */
static long peak_kb(void) {
  long peak = -1;
  char line[256];
  FILE *file = fopen("/proc/self/status", "r");
  while (file && fgets(line, sizeof line, file))
    sscanf(line, "VmHWM: %ld", &peak);
  if (file)
    fclose(file);
  return peak;
}

static int by_value(const void *a, const void *b) {
  const double left = *(const double *)a, right = *(const double *)b;
  return (left > right) - (left < right);
}

/* One reading of the clock a call: the end of one is the start of the next. */
static void measure(void (*call)(void), double seconds) {
  enum { most = 1 << 20, fewest = 3, warm_up = 1 };
  static double times[most];
  for (int i = 0; i < warm_up; i++)
    call();
  size_t calls = 0;
  const double begin = now_ms();
  for (double last = begin;
       calls < most && (calls < fewest || last < begin + 1e3 * seconds);
       calls++) {
    call();
    const double end = now_ms();
    times[calls] = end - last;
    last = end;
  }
  qsort(times, calls, sizeof *times, by_value);
  const double median = (times[(calls - 1) / 2] + times[calls / 2]) / 2;
  printf("{\"median_ms\": %.6f, \"min_ms\": %.6f, \"calls\": %zu, \"peak_kb\": "
         "%ld}\n",
         median, times[0], calls, peak_kb());
  fflush(stdout);
}

/* Answers until standard input ends. */
static void converse(void (*call)(void), double first_ms) {
  printf("{\"first_ms\": %.6f}\n", first_ms);
  fflush(stdout);
  for (double seconds; scanf("%lf", &seconds) == 1;)
    measure(call, seconds);
}
