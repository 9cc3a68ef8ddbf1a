/* What libcurl can do at all: every address of a file once with the multi interface, nothing parsed or stored.
 *
 *     limit [--warm] [--parallel N] FILE
 *
 * Prints one JSON line like bench-fetch. With --warm a second round sends the ETag of the first one.
 *
 * With Dispatch sources for each socket on one serial queue, in place of the curl_multi_poll loop (SWIFT is the usr/lib/swift
 * of a toolchain):
 *     clang -O2 -DDISPATCH -I$SWIFT limit.c -lcurl -L$SWIFT/linux -ldispatch -lBlocksRuntime -Wl,-rpath,$SWIFT/linux
 */
#ifdef DISPATCH
#include <dispatch/dispatch.h>
#include <unistd.h>
#endif
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <time.h>

struct job {
    char *url;
    char *etag;
    struct curl_slist *headers;
    size_t bytes;
};

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
    (void)bytes;
    ((struct job *)context)->bytes += size * count;
    return size * count;
}

static size_t take_header(char *line, size_t size, size_t count, void *context) {
    struct job *job = context;
    size_t length = size * count;
    if (length > 7 && !strncasecmp(line, "etag: ", 6)) {
        free(job->etag);
        job->etag = strndup(line + 6, length - 8);
    }
    return length;
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec * 1e-9;
}

static double cpu(void) {
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return use.ru_utime.tv_sec + use.ru_stime.tv_sec + (use.ru_utime.tv_usec + use.ru_stime.tv_usec) * 1e-6;
}

#ifdef DISPATCH
enum { descriptors = 65536 };

/* The sources of one socket; libcurl may close it before their cancel handlers have run. */
struct watch {
    CURLM *multi;
    int socket, sources, closes;
    dispatch_source_t source[2];
};
static struct watch *watches[descriptors];
static dispatch_queue_t queue;
static dispatch_source_t timer;
static void (*advance)(CURLM *);

static void came(struct watch *watch, int what) {
    CURLM *multi = watch->multi;
    int running;
    curl_multi_socket_action(multi, watch->socket, what, &running);
    advance(multi);
}
static void readable(void *context) { came(context, CURL_CSELECT_IN); }
static void writable(void *context) { came(context, CURL_CSELECT_OUT); }
static void cancelled(void *context) {
    struct watch *watch = context;
    if (--watch->sources) return;
    if (watch->closes) close(watch->socket);
    free(watch);
}

static void want(struct watch *watch, int place, int wanted) {
    if (wanted && !watch->source[place]) {
        dispatch_source_t source = dispatch_source_create(
            place ? DISPATCH_SOURCE_TYPE_WRITE : DISPATCH_SOURCE_TYPE_READ, watch->socket, 0, queue);
        dispatch_set_context(source, watch);
        dispatch_source_set_event_handler_f(source, place ? writable : readable);
        dispatch_source_set_cancel_handler_f(source, cancelled);
        watch->source[place] = source;
        watch->sources++;
        dispatch_activate(source);
    } else if (!wanted && watch->source[place]) {
        dispatch_source_cancel(watch->source[place]);
        dispatch_release(watch->source[place]);
        watch->source[place] = NULL;
    }
}

static int watch_socket(CURL *easy, curl_socket_t socket, int what, void *context, void *known) {
    struct watch *watch = watches[socket];
    (void)easy, (void)known;
    if (!watch) {
        if (what == CURL_POLL_REMOVE) return 0;
        watch = watches[socket] = calloc(1, sizeof *watch);
        watch->multi = context;
        watch->socket = socket;
        watch->sources = 1;
    }
    want(watch, 0, what == CURL_POLL_IN || what == CURL_POLL_INOUT);
    want(watch, 1, what == CURL_POLL_OUT || what == CURL_POLL_INOUT);
    return 0;
}

static int close_socket(void *context, curl_socket_t socket) {
    struct watch *watch = watches[socket];
    (void)context;
    watches[socket] = NULL;
    if (!watch) return close(socket);
    watch->closes = 1;
    want(watch, 0, 0);
    want(watch, 1, 0);
    cancelled(watch);
    return 0;
}

static void expired(void *context) {
    int running;
    curl_multi_socket_action(context, CURL_SOCKET_TIMEOUT, 0, &running);
    advance(context);
}

static int set_timer(CURLM *multi, long milliseconds, void *context) {
    (void)multi, (void)context;
    uint64_t when = milliseconds < 0 ? DISPATCH_TIME_FOREVER
                                     : dispatch_time(DISPATCH_TIME_NOW, milliseconds * (int64_t)NSEC_PER_MSEC);
    dispatch_source_set_timer(timer, when, DISPATCH_TIME_FOREVER, 0);
    return 0;
}
#endif

static void start(CURLM *multi, CURL *easy, struct job *job) {
    char line[1024];
    job->headers = NULL;
    job->bytes = 0;
    if (job->etag) {
        snprintf(line, sizeof line, "If-None-Match: %s", job->etag);
        job->headers = curl_slist_append(NULL, line);
    }
    curl_easy_reset(easy);
    curl_easy_setopt(easy, CURLOPT_URL, job->url);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, job);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, job->headers);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, job);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, job);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "limit/1 (+http://bench.test/)");
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 30000L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
#ifdef DISPATCH
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
#endif
    curl_multi_add_handle(multi, easy);
}

static struct {
    struct job *jobs;
    size_t count, parallel, next, active, resting, ok, unchanged, failed, bytes;
    CURL **idle;
} work;

/* Begins what may begin, and takes what has ended. */
static void go_on(CURLM *multi) {
    int left;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left))) {
        if (message->msg != CURLMSG_DONE) continue;
        CURL *easy = message->easy_handle;
        CURLcode result = message->data.result;
        struct job *job;
        long status = 0;
        curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&job);
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
        if (result) work.failed++;
        else if (status == 304) work.unchanged++;
        else if (status == 200) work.ok++;
        else work.failed++;
        work.bytes += job->bytes;
        curl_multi_remove_handle(multi, easy);
        curl_slist_free_all(job->headers);
        work.idle[work.resting++] = easy;
        work.active--;
    }
    while (work.active < work.parallel && work.next < work.count) {
        CURL *easy = work.resting ? work.idle[--work.resting] : curl_easy_init();
        start(multi, easy, &work.jobs[work.next++]);
        work.active++;
    }
}

#ifdef DISPATCH
static dispatch_semaphore_t done;

static void go_on_or_end(CURLM *multi) {
    go_on(multi);
    if (!work.active && work.next == work.count) dispatch_semaphore_signal(done);
}
static void begin_round(void *multi) { go_on_or_end(multi); }

static void drive(CURLM *multi) {
    queue = dispatch_queue_create("limit", NULL);
    timer = dispatch_source_create(DISPATCH_SOURCE_TYPE_TIMER, 0, 0, queue);
    dispatch_set_context(timer, multi);
    dispatch_source_set_event_handler_f(timer, expired);
    dispatch_activate(timer);
    done = dispatch_semaphore_create(0);
    advance = go_on_or_end;
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, watch_socket);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, multi);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, set_timer);
    dispatch_async_f(queue, multi, begin_round);
    dispatch_semaphore_wait(done, DISPATCH_TIME_FOREVER);
}
#else
static void drive(CURLM *multi) {
    int running;
    go_on(multi);
    while (work.active) {
        curl_multi_perform(multi, &running);
        go_on(multi);
        if (work.active) curl_multi_poll(multi, NULL, 0, 100, NULL);
    }
}
#endif

static void run(struct job *jobs, size_t count, size_t parallel, int prints) {
    CURLM *multi = curl_multi_init();
    memset(&work, 0, sizeof work);
    work.jobs = jobs;
    work.count = count;
    work.parallel = parallel;
    work.idle = calloc(parallel, sizeof *work.idle);
    double begin = seconds(), used = cpu();
    if (count) drive(multi);
    if (prints)
        printf("{\"ok\":%zu,\"not_modified\":%zu,\"failed\":%zu,\"decoded\":%zu,\"wall\":%.3f,\"cpu\":%.3f}\n", work.ok,
               work.unchanged, work.failed, work.bytes, seconds() - begin, cpu() - used);
    fflush(stdout);
#ifdef DISPATCH
    /* Cancel handlers may still be on their way; the system takes back the rest. */
    if (prints) _exit(0);
#else
    while (work.resting) curl_easy_cleanup(work.idle[--work.resting]);
    free(work.idle);
    curl_multi_cleanup(multi);
#endif
}

int main(int argc, char **argv) {
    size_t parallel = 256, count = 0, room = 0, size = 0;
    int warm = 0;
    const char *path = NULL;
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--warm")) warm = 1;
        else if (!strcmp(argv[i], "--parallel") && i + 1 < argc) parallel = strtoul(argv[++i], NULL, 10);
        else path = argv[i];
    }
    FILE *file = path ? fopen(path, "r") : NULL;
    if (!file || !parallel) {
        fprintf(stderr, "usage: limit [--warm] [--parallel N] FILE\n");
        return 64;
    }
    struct job *jobs = NULL;
    char *line = NULL;
    ssize_t length;
    while ((length = getline(&line, &size, file)) > 0) {
        if (line[length - 1] == '\n') line[--length] = 0;
        if (!length) continue;
        if (count == room) jobs = realloc(jobs, (room = room ? room * 2 : 1024) * sizeof *jobs);
        memset(&jobs[count], 0, sizeof *jobs);
        jobs[count++].url = strdup(line);
    }
    fclose(file);
    curl_global_init(CURL_GLOBAL_ALL);
    if (warm) run(jobs, count, parallel, 0);
    run(jobs, count, parallel, 1);
    return 0;
}
