/* What libcurl can do at all: every address of a file once with the multi interface, nothing parsed or stored.
 *
 *     limit [--warm] [--parallel N] FILE
 *
 * Prints one JSON line like bench-fetch. With --warm a second round sends the ETag of the first one.
 */
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
    curl_multi_add_handle(multi, easy);
}

static void run(struct job *jobs, size_t count, size_t parallel, int prints) {
    CURLM *multi = curl_multi_init();
    CURL **idle = calloc(parallel, sizeof *idle);
    size_t next = 0, active = 0, resting = 0, ok = 0, unchanged = 0, failed = 0, bytes = 0;
    double begin = seconds(), used = cpu();
    while (next < count || active) {
        while (active < parallel && next < count) {
            CURL *easy = resting ? idle[--resting] : curl_easy_init();
            start(multi, easy, &jobs[next++]);
            active++;
        }
        int running, left;
        CURLMsg *message;
        curl_multi_perform(multi, &running);
        while ((message = curl_multi_info_read(multi, &left))) {
            if (message->msg != CURLMSG_DONE) continue;
            CURL *easy = message->easy_handle;
            CURLcode result = message->data.result;
            struct job *job;
            long status = 0;
            curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&job);
            curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
            if (result) failed++;
            else if (status == 304) unchanged++;
            else if (status == 200) ok++;
            else failed++;
            bytes += job->bytes;
            curl_multi_remove_handle(multi, easy);
            curl_slist_free_all(job->headers);
            idle[resting++] = easy;
            active--;
        }
        if (active) curl_multi_poll(multi, NULL, 0, 100, NULL);
    }
    if (prints)
        printf("{\"ok\":%zu,\"not_modified\":%zu,\"failed\":%zu,\"decoded\":%zu,\"wall\":%.3f,\"cpu\":%.3f}\n", ok,
               unchanged, failed, bytes, seconds() - begin, cpu() - used);
    while (resting) curl_easy_cleanup(idle[--resting]);
    free(idle);
    curl_multi_cleanup(multi);
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
