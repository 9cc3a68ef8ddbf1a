/* Serves the same made-up feed on every address of 127.0.0.0/8, fast enough to measure clients.
 *
 *     server PORT [BODY-FILE [CODING]]       port 0: any free one; the port is printed
 *
 * One thread, epoll, HTTP/1.1 with keep-alive. Answers 304 when If-None-Match is sent. Without a file the body is
 * 4,096 bytes of XML; a file is sent as it is, with CODING as its Content-Encoding. Ends when its stdin is closed.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { MOST = 65536, ROOM = 4096 };
static struct {
    char bytes[ROOM];
    size_t count;
} *requests[MOST];

static char body[1 << 20], head[512];
static const char unchanged[] = "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n";
static size_t body_length, head_length;

static void hang_up(int client) {
    free(requests[client]);
    requests[client] = NULL;
    close(client);
}

/* Answers every whole request that has come; false when the connection is to be closed. */
static int answer(int client) {
    char *end;
    while ((end = memmem(requests[client]->bytes, requests[client]->count, "\r\n\r\n", 4))) {
        size_t length = end + 4 - requests[client]->bytes;
        int is_known = memmem(requests[client]->bytes, length, "If-None-Match:", 14) != NULL;
        struct iovec whole[2] = {{head, head_length}, {body, body_length}};
        struct iovec none[1] = {{(void *)unchanged, sizeof unchanged - 1}};
        /* Bodies are small against the socket's buffer: what does not fit is a client that does not read. */
        ssize_t wanted = is_known ? (ssize_t)none[0].iov_len : (ssize_t)(head_length + body_length);
        if (writev(client, is_known ? none : whole, is_known ? 1 : 2) != wanted) return 0;
        memmove(requests[client]->bytes, end + 4, requests[client]->count -= length);
    }
    return requests[client]->count < ROOM;
}

int main(int argc, char **argv) {
    if (argc < 2) {
        fprintf(stderr, "usage: server PORT [BODY-FILE [CODING]]\n");
        return 64;
    }
    FILE *file = argc > 2 ? fopen(argv[2], "r") : NULL;
    if (file) {
        body_length = fread(body, 1, sizeof body, file);
        fclose(file);
    } else {
        const char *item = "<item><title>A made-up title</title></item>\n";
        strcpy(body, "<rss version=\"2.0\"><channel><title>Bench</title>\n");
        while (strlen(body) < 4096) strcat(body, item);
        body_length = strlen(body);
    }
    head_length = snprintf(head, sizeof head,
                           "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: \"1\"\r\n"
                           "Content-Length: %zu\r\n%s%s%s\r\n",
                           body_length, argc > 3 ? "Content-Encoding: " : "", argc > 3 ? argv[3] : "", argc > 3 ? "\r\n" : "");
    int one = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), poll = epoll_create1(0);
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&name, sizeof name) || listen(listener, 4096)) {
        perror("server");
        return 1;
    }
    socklen_t size = sizeof name;
    getsockname(listener, (struct sockaddr *)&name, &size);
    printf("%d\n", ntohs(name.sin_port));
    fflush(stdout);
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &(struct epoll_event){.events = EPOLLIN, .data.fd = listener});
    epoll_ctl(poll, EPOLL_CTL_ADD, 0, &(struct epoll_event){.events = EPOLLIN, .data.fd = 0});
    for (;;) {
        struct epoll_event events[256];
        int count = epoll_wait(poll, events, 256, -1);
        for (int i = 0; i < count; i++) {
            int ready = events[i].data.fd;
            if (ready == 0) return 0;
            if (ready == listener) {
                int client;
                while ((client = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
                    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                    if (client >= MOST || !(requests[client] = calloc(1, sizeof *requests[client]))) {
                        close(client);
                        continue;
                    }
                    epoll_ctl(poll, EPOLL_CTL_ADD, client, &(struct epoll_event){.events = EPOLLIN, .data.fd = client});
                }
                continue;
            }
            size_t held = requests[ready]->count;
            ssize_t length = read(ready, requests[ready]->bytes + held, ROOM - held);
            if (length < 0 && errno == EAGAIN) continue;
            if (length > 0) requests[ready]->count += length;
            if (length <= 0 || !answer(ready)) hang_up(ready);
        }
    }
}
