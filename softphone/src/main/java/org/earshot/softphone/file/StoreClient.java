package org.earshot.softphone.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.earshot.common.file.DiskRoom;

/// Files in the server's store by HTTPS, as `docs/file-store.md` describes it: up in parts that go on where they broke off, and down
/// by ranges. Every method blocks, streams, and may be interrupted; thread-safe.
///
/// What breaks off is an [IOException], and goes on by the same call again; what the store does not want is a
/// [StoreRefusedException].
public final class StoreClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final Duration ANSWERING = Duration.ofSeconds(30);
    private static final Duration TAKING =
            Duration.ofMinutes(5); // it reads and scans the whole file before the last answer
    private static final Duration WORDS = Duration.ofSeconds(5);
    private static final Duration STILL = Duration.ofSeconds(30);
    private static final int BLOCK = 64 * 1024;
    private static final long BETWEEN_KEEPING = 2L << 20;
    // a whole number of the server's pieces; within TAKING also at 30 kB a second
    private static final long PART = 8L << 20;
    private static final long BETWEEN_QUESTIONS_NANOS = 120_000_000_000L;
    private static final int MOST_WORDS = 300;
    private static final int FIRST_FINAL = 200;
    private static final int NOT_ALLOWED = 403;
    private static final Pattern ETAG = Pattern.compile("\"([0-9a-f]{64})\"");

    private final HttpClient http;
    private final StoreSignIn signIn;
    private final Duration words;
    private final Duration still;

    /// @param trust by which the server's certificate is checked, and its name with it
    public StoreClient(SSLContext trust, StoreSignIn signIn) {
        this(trust, signIn, WORDS, STILL);
    }

    /// @param words how long those of a refusal are awaited: the limit of a request ends where its answer begins
    /// @param still how long nothing need go up, and no answer come, until it is asked what has become of it
    StoreClient(SSLContext trust, StoreSignIn signIn, Duration words, Duration still) {
        ThreadFactory threads = BackgroundThreads.factory("store");
        this.http =
                HttpClient.newBuilder()
                        .sslContext(trust)
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECTING)
                        .executor(Executors.newThreadPerTaskExecutor(threads))
                        .build();
        this.signIn = signIn;
        this.words = words;
        this.still = still;
    }

    /// Begins an upload; nothing of the content goes yet.
    ///
    /// @param service where the server is served by HTTPS
    /// @param type such as `image/jpeg`
    /// @param recipients addresses of those who may fetch it
    /// @return the file's URL
    public URI begin(URI service, SourceFile file, String type, List<String> recipients)
            throws IOException, InterruptedException {
        ObjectNode wanted =
                JSON.createObjectNode()
                        .put("name", String.valueOf(file.path().getFileName()))
                        .put("size", file.size())
                        .put("sha256", file.sha256().hex())
                        .put("type", type);
        recipients.forEach(wanted.withArray("recipients")::add);
        HttpResponse<InputStream> answer =
                send(
                        "POST",
                        service.resolve("/files"),
                        () -> BodyPublishers.ofString(wanted.toString()),
                        List.of("Content-Type", "application/json"));
        try (InputStream body = answer.body()) {
            expect(answer, body, 201);
            URI url = new URI(answer.headers().firstValue("Location").orElse(""));
            URI there = service.resolve(url);
            if (!there.toString().startsWith(service + "/files/")) {
                throw new StoreRefusedException(422, "the server keeps its files elsewhere");
            }
            return there;
        } catch (URISyntaxException e) {
            throw new StoreRefusedException(422, "the server does not say where the file is");
        }
    }

    /// Brings the rest of the content there.
    ///
    /// @param url from [#begin]
    /// @param progress bytes that are sent or there
    public void send(URI url, SourceFile file, LongConsumer progress)
            throws IOException, InterruptedException {
        Offset at = offset(url);
        long asked = System.nanoTime();
        while (!at.complete()) {
            if (System.nanoTime() - asked > BETWEEN_QUESTIONS_NANOS) {
                at = offset(url); // a part must not be what tells us that the nonce has expired
                asked = System.nanoTime();
                continue;
            }
            long from = at.bytes();
            if (from > file.size()) {
                throw new StoreRefusedException(422, "the server has more than the file's bytes");
            }
            progress.accept(from);
            Offset next = sendPart(url, file, from, progress);
            if (!next.complete() && next.bytes() <= from) {
                throw new IOException("the server takes no more of the file");
            }
            at = next;
        }
        progress.accept(file.size());
    }

    /// A server may take minutes with a file that is whole, to look into it; or it is not there any more, and nothing says so.
    private Offset sendPart(URI url, SourceFile file, long from, LongConsumer progress)
            throws IOException, InterruptedException {
        AtomicLong moved = new AtomicLong(System.nanoTime());
        LongConsumer watched =
                bytes -> {
                    moved.set(System.nanoTime());
                    progress.accept(bytes);
                };
        FutureTask<Offset> part =
                new FutureTask<>(() -> {
                    HttpResponse<InputStream> answer =
                            send(
                                    "PATCH",
                                    url,
                                    () ->
                                            FilePart.of(
                                                    file,
                                                    from,
                                                    Math.min(PART, file.size() - from),
                                                    watched),
                                    List.of("Upload-Offset", Long.toString(from)));
                    expectNoBody(answer, 204);
                    return offsetOf(answer);
                });
        BackgroundThreads.start("store-part", part);
        try {
            while (true) {
                try {
                    return part.get(still.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException _) {
                    if (System.nanoTime() - moved.get() >= still.toNanos()) {
                        Offset there = offset(url);
                        if (there.complete()) {
                            return there;
                        }
                    }
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException known -> throw known;
                case RuntimeException bug -> throw bug;
                default -> throw new IOException(e.getCause());
            }
        } finally {
            part.cancel(true);
        }
    }

    private record Offset(long bytes, boolean complete) {}

    private Offset offset(URI url) throws IOException, InterruptedException {
        return offsetOf(head(url));
    }

    /// An answer to HEAD has no words: those of a refusal, which may have been lost with a connection, are asked for.
    private HttpResponse<InputStream> head(URI url) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = send("HEAD", url, BodyPublishers::noBody, List.of());
        int status = answer.statusCode();
        try (InputStream body = answer.body()) {
            if (status != NOT_ALLOWED) {
                expect(answer, body, 200);
                return answer;
            }
        }
        throw new StoreRefusedException(
                status, lostWords(url).orElse("the server answered " + status));
    }

    private Optional<String> lostWords(URI url) throws InterruptedException {
        try {
            HttpResponse<InputStream> answer =
                    send("GET", url, BodyPublishers::noBody, List.of("Range", "bytes=0-0"));
            try (InputStream body = answer.body()) {
                return answer.statusCode() == NOT_ALLOWED
                        ? Optional.of(words(body)).filter(text -> !text.isEmpty())
                        : Optional.empty();
            }
        } catch (IOException _) {
            return Optional.empty(); // the status says enough
        }
    }

    private static Offset offsetOf(HttpResponse<?> answer) {
        long bytes = number(answer.headers(), "Upload-Offset");
        boolean complete =
                answer.headers().firstValue("Upload-Complete").filter("?1"::equals).isPresent();
        return new Offset(Math.max(0, bytes), complete);
    }

    /// What is in the store.
    ///
    /// @param name as its sender calls it, whatever that is
    public record Facts(String name, long size, FileHash sha256) {}

    /// Asks what is there.
    public Facts look(URI url) throws IOException, InterruptedException {
        HttpHeaders said = head(url).headers();
        Matcher hash = ETAG.matcher(said.firstValue("ETag").orElse(""));
        long size = number(said, "Content-Length");
        if (size < 0 || !hash.matches()) {
            throw new StoreRefusedException(422, "the server does not say what the file is");
        }
        return new Facts(
                said.firstValue("Content-Disposition").flatMap(DispositionName::of).orElse("file"),
                size,
                new FileHash(FileHash.Algorithm.SHA_256, HexFormat.of().parseHex(hash.group(1))));
    }

    /// @return -1 for none
    private static long number(HttpHeaders headers, String name) {
        return headers.firstValue(name)
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(-1L);
    }

    /// Takes a file of ours out again, whole or not.
    public void erase(URI url) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = send("DELETE", url, BodyPublishers::noBody, List.of());
        expectNoBody(answer, 204);
    }

    /// Fetches a file, or the rest of it.
    ///
    /// @param file where it goes; its hash is the one that is checked
    /// @return where it is, whole, its hash checked
    /// @throws StoreRefusedException also where what came is not the file
    public Path fetch(URI url, IncomingFile file, LongConsumer progress)
            throws IOException, InterruptedException {
        FileHash wanted =
                file.hashes().stream()
                        .filter(hash -> hash.algorithm() == FileHash.Algorithm.SHA_256)
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no SHA-256"));
        long have = file.partial().have();
        try (FileChannel channel = file.partial().channel()) {
            FileAssembly assembly = new FileAssembly(channel, have, file.size(), false);
            FirstLook firstLook = new FirstLook(file);
            if (have < file.size()) {
                take(url, file, wanted, channel, assembly, firstLook, progress);
            }
            look(file, channel, assembly, firstLook);
            if (!Arrays.asList(assembly.hashes()).contains(wanted)) {
                file.partial().discard(); // it would be wrong the next time too
                throw new StoreRefusedException(
                        422, "what came is not the file that was announced");
            }
            unlessRefused(file, () -> LookInside.at(file, channel));
            keep(file, channel, assembly);
        }
        return landed(file);
    }

    private static Path landed(IncomingFile file) throws StoreRefusedException {
        try {
            Path place = Landing.place(file.partial().path(), file.directory(), file.name());
            file.partial().discard();
            return place;
        } catch (IOException e) {
            throw notHere(file, e);
        }
    }

    private void take(
            URI url,
            IncomingFile file,
            FileHash wanted,
            FileChannel channel,
            FileAssembly assembly,
            FirstLook firstLook,
            LongConsumer progress)
            throws IOException, InterruptedException {
        long from = assembly.together();
        HttpResponse<InputStream> answer =
                send(
                        "GET",
                        url,
                        BodyPublishers::noBody,
                        List.of(
                                "Range",
                                "bytes=" + from + "-",
                                "If-Match",
                                '"' + wanted.hex() + '"'));
        try (InputStream body = answer.body()) {
            expect(answer, body, 206);
            byte[] block = new byte[BLOCK];
            long kept = from;
            try {
                for (int count = body.read(block); count >= 0; count = body.read(block)) {
                    put(file, assembly, block, count);
                    FilePace.ALL.moved(count);
                    look(file, channel, assembly, firstLook);
                    progress.accept(assembly.together());
                    if (assembly.together() - kept >= BETWEEN_KEEPING) {
                        kept = assembly.together();
                        keep(file, channel, assembly);
                    }
                }
            } finally {
                keepWhatFits(file, channel, assembly);
            }
        }
        if (!assembly.isWhole()) {
            throw new IOException("the connection broke at " + assembly.together());
        }
    }

    private static void put(IncomingFile file, FileAssembly assembly, byte[] block, int count)
            throws StoreRefusedException {
        try {
            assembly.put(assembly.together(), block, 0, count);
        } catch (FileTrouble e) {
            throw new StoreRefusedException(422, e.getMessage());
        } catch (IOException e) {
            throw notHere(file, e);
        }
    }

    /// What came is not kept: to have it would be to have the program.
    private static void look(
            IncomingFile file, FileChannel channel, FileAssembly assembly, FirstLook firstLook)
            throws IOException {
        unlessRefused(file, () -> firstLook.at(channel, assembly.together()));
    }

    private interface Look {
        void look() throws IOException, FileTrouble;
    }

    private static void unlessRefused(IncomingFile file, Look look) throws IOException {
        try {
            look.look();
        } catch (FileTrouble e) {
            file.partial().discard();
            throw new StoreRefusedException(NOT_ALLOWED, e.getMessage());
        }
    }

    private static void keep(IncomingFile file, FileChannel channel, FileAssembly assembly)
            throws IOException {
        try {
            file.partial().keep(channel, assembly.together());
        } catch (ClosedChannelException e) {
            throw e; // our thread was interrupted
        } catch (IOException e) {
            throw notHere(file, e);
        }
    }

    private static void keepWhatFits(IncomingFile file, FileChannel channel, FileAssembly assembly)
            throws IOException {
        try {
            if (file.partial().isOnDisk() && assembly.together() > file.partial().have()) {
                file.partial().keepWhatFits(channel, assembly.together());
            }
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            throw notHere(file, e);
        }
    }

    private static StoreRefusedException notHere(IncomingFile file, IOException e) {
        boolean full =
                DiskRoom.isWhatFailed(e, file.partial().path())
                        || DiskRoom.isWhatFailed(e, file.directory());
        return full
                ? new StoreRefusedException(
                        StoreRefusedException.NO_ROOM_HERE, "there is no space left on the disk")
                : new StoreRefusedException(
                        StoreRefusedException.HERE, "it can't be kept here: " + e.getMessage());
    }

    private void expectNoBody(HttpResponse<InputStream> answer, int wanted) throws IOException {
        try (InputStream body = answer.body()) {
            expect(answer, body, wanted);
        }
    }

    private void expect(HttpResponse<?> answer, InputStream body, int wanted) throws IOException {
        if (answer.statusCode() != wanted) {
            String words = words(body);
            throw new StoreRefusedException(
                    answer.statusCode(),
                    words.isEmpty() ? "the server answered " + answer.statusCode() : words);
        }
    }

    /// The beginning of them; what has not come in time is left out.
    private String words(InputStream body) {
        CompletableFuture.delayedExecutor(words.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> close(body));
        byte[] text = new byte[MOST_WORDS];
        int length = 0;
        try {
            int count = 0;
            while (count >= 0 && length < text.length) {
                length += count;
                count = body.read(text, length, text.length - length);
            }
        } catch (IOException _) {
            // the status says enough
        }
        return new String(text, 0, length, StandardCharsets.UTF_8)
                .replaceAll("[\\p{Cc}\\p{Cf}]", " ")
                .strip();
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException _) {
            // nobody reads it any more
        }
    }

    /// Sends a request, and once more where the server asks who we are.
    private HttpResponse<InputStream> send(
            String method, URI url, Supplier<BodyPublisher> body, List<String> headers)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = once(method, url, body.get(), headers);
        if (answer.statusCode() == 401
                && signIn.challenged(answer.headers().allValues("WWW-Authenticate"))) {
            answer.body().close();
            answer = once(method, url, body.get(), headers);
        }
        return answer;
    }

    private HttpResponse<InputStream> once(
            String method, URI url, BodyPublisher body, List<String> headers)
            throws IOException, InterruptedException {
        if (!"https".equals(url.getScheme())) {
            throw new IOException("files come by HTTPS alone, not from " + url.getScheme());
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url)
                        .method(method, body)
                        .expectContinue(
                                method.equals(
                                        "PATCH")) // else a refusal may be lost with the connection
                        .timeout(method.equals("PATCH") ? TAKING : ANSWERING);
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        signIn.authorization(method, url.getRawPath())
                .ifPresent(value -> request.header("Authorization", value));
        HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
        if (answer.statusCode() < FIRST_FINAL) {
            // Java's client awaits "100 Continue" for five seconds, sends the body then, and takes
            // a "100 Continue" that comes later
            // for the answer, with the answer itself as its content, which has no end.
            close(answer.body());
            throw new IOException("it asked late for what it gets");
        }
        return answer;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
