/* What the operating system takes, without any program around it. Prints the nanoseconds.
 *
 *   limits tree  <new directory> <calls> <bytes> <bytes>   a folder and its two files per call, as the view has them
 *   limits lines <new file>      <calls> <bytes> <bytes>   one write for a call's start, one for its end
 *   limits raw   <new directory> <files> <bytes>           one write per file, all of the same warm memory
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void fail(const char *what) {
  fprintf(stderr, "limits: %s: %s\n", what, strerror(errno));
  exit(1);
}

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static char *filled(size_t bytes) {
  char *memory = malloc(bytes);
  if (memory == NULL) fail("malloc");
  memset(memory, 'x', bytes);
  return memory;
}

static int create(const char *path, int flags) {
  int file = open(path, O_WRONLY | O_CREAT | O_EXCL | flags, 0600);
  if (file < 0) fail(path);
  return file;
}

static void put(int file, const char *memory, size_t bytes) {
  if (write(file, memory, bytes) != (ssize_t)bytes) fail("write");
}

static void make_file(const char *path, const char *memory, size_t bytes) {
  int file = create(path, 0);
  put(file, memory, bytes);
  close(file);
}

static void tree(const char *root, long calls, size_t in_bytes, size_t out_bytes) {
  char path[4096], *in = filled(in_bytes), *out = filled(out_bytes);
  if (mkdir(root, 0700) != 0) fail(root);
  for (long call = 1; call <= calls; call++) {
    snprintf(path, sizeof path, "%s/%ld", root, call);
    if (mkdir(path, 0700) != 0) fail(path);
    snprintf(path, sizeof path, "%s/%ld/input_descriptor.json", root, call);
    make_file(path, in, in_bytes);
    snprintf(path, sizeof path, "%s/%ld/output_descriptor.json", root, call);
    make_file(path, out, out_bytes);
  }
}

static void lines(const char *path, long calls, size_t in_bytes, size_t out_bytes) {
  char *in = filled(in_bytes), *out = filled(out_bytes);
  int file = create(path, O_APPEND);
  for (long call = 1; call <= calls; call++) {
    put(file, in, in_bytes);
    put(file, out, out_bytes);
  }
  close(file);
}

static void raw(const char *root, long files, size_t bytes) {
  char path[4096], *memory = filled(bytes);
  if (mkdir(root, 0700) != 0) fail(root);
  for (long file = 1; file <= files; file++) {
    snprintf(path, sizeof path, "%s/%ld", root, file);
    make_file(path, memory, bytes);
  }
}

int main(int count, char **words) {
  if (count < 5) {
    fprintf(stderr, "usage: limits tree|lines|raw <path> <count> <bytes> [<bytes>]\n");
    return 2;
  }
  const char *what = words[1], *path = words[2];
  long calls = atol(words[3]);
  size_t first = atol(words[4]), second = count > 5 ? atol(words[5]) : 0;
  long long start = now();
  if (strcmp(what, "tree") == 0) tree(path, calls, first, second);
  else if (strcmp(what, "lines") == 0) lines(path, calls, first, second);
  else raw(path, calls, first);
  printf("%lld\n", now() - start);
  return 0;
}
