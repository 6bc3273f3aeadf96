package org.earshot.server.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.Rfc3339;
import org.earshot.server.web.RequestBody;
import org.earshot.server.web.SignIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file store by HTTP, as `docs/file-store.md` describes it. Thread-safe.
public final class FileApi {
    private static final Logger log = LoggerFactory.getLogger(FileApi.class);
    private static final String PATH = "/files";
    static final String NOT_OPEN =
            "this server keeps no files: they go from phone to phone, while both are there";
    private static final int MOST_JSON = 64 * 1024;
    private static final int AT_ONCE = 200;
    private static final int OF_ACCOUNT = 50;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FileStore store;
    private final boolean open;
    private final SignIn signIn;
    private final Supplier<String> base;
    private final FileDownload download;
    private final TransferPlaces transfers = new TransferPlaces(AT_ONCE, OF_ACCOUNT);

    /// @param open whether files are let in; else what is there can be fetched and erased, and that is all
    /// @param base by which phones reach this, such as `https://example.org:8443`
    public FileApi(FileStore store, boolean open, SignIn signIn, Supplier<String> base) {
        this.store = store;
        this.open = open;
        this.signIn = signIn;
        this.base = base;
        this.download = new FileDownload(store);
    }

    /// Adds what is served.
    public void addTo(JavalinConfig config) {
        config.routes.post(PATH, signedIn(lettingIn(this::create)));
        config.routes.post(PATH + "/rcs", signedIn(lettingIn(this::rcs)));
        config.routes.head(PATH + "/{token}", signedIn(this::head));
        config.routes.get(PATH + "/{token}", signedIn(this::get));
        config.routes.patch(PATH + "/{token}", signedIn(lettingIn(this::patch)));
        config.routes.delete(PATH + "/{token}", signedIn(this::delete));
    }

    @FunctionalInterface
    private interface Action {
        void run(Context http, Caller caller)
                throws IOException, FileRefusedException, MalformedPayloadException;
    }

    /// Also the rest of what was begun before.
    private Action lettingIn(Action action) {
        return open
                ? action
                : (_, _) -> {
                    throw new FileRefusedException(403, NOT_OPEN);
                };
    }

    /// First who it is, then anything else.
    private io.javalin.http.Handler signedIn(Action action) {
        return http -> {
            http.header("X-Content-Type-Options", "nosniff").header("Cache-Control", "no-store");
            Optional<SignIn.Known> known = signIn.check(http);
            if (known.isEmpty()) {
                return;
            }
            try {
                action.run(http, new Caller(known.get().account(), known.get().flow()));
            } catch (FileRefusedException e) {
                answer(http, e.status(), e.getMessage());
            } catch (MalformedPayloadException e) {
                answer(http, 400, e.getMessage());
            } catch (PacedInput.TooSlowException e) {
                answer(http, 408, e.getMessage());
            } catch (BrokenOffException e) {
                http.status(400); // which nobody reads
            }
        };
    }

    private static void answer(Context http, int status, String reason) {
        if (status == 429 || status == 503) {
            http.header("Retry-After", "60");
        }
        http.status(status).contentType("text/plain; charset=utf-8").result(reason + "\n");
    }

    private void create(Context http, Caller caller) throws IOException, FileRefusedException {
        FileStore.Begun begun = store.begin(caller, wanted(http));
        FileRow row = begun.file().row();
        String url = url(begun.token());
        ObjectNode answer =
                JSON.createObjectNode()
                        .put("url", url)
                        .put("name", begun.file().facts().name())
                        .put("size", row.size())
                        .put("uploadUntil", Rfc3339.format(row.expiresAt()));
        http.status(201)
                .header("Location", url)
                .header("Upload-Offset", "0")
                .header("Upload-Length", Long.toString(row.size()))
                .contentType("application/json")
                .result(JSON.writeValueAsString(answer));
    }

    private Wanted wanted(Context http) throws IOException, FileRefusedException {
        byte[] body = store.paced(RequestBody.of(http)).readNBytes(MOST_JSON + 1);
        if (body.length > MOST_JSON) {
            throw new FileRefusedException(413, "at most " + MOST_JSON + " bytes");
        }
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new FileRefusedException(400, "the body is not JSON");
        }
        if (json == null
                || !json.path("name").isTextual()
                || !json.path("size").isIntegralNumber()
                || !json.path("size").canConvertToLong()
                || !json.path("sha256").isTextual()) {
            throw new FileRefusedException(
                    400, "name, size and sha256 are needed: a text, a number, a text");
        }
        List<String> recipients = new ArrayList<>();
        for (JsonNode recipient : json.path("recipients")) {
            recipients.add(recipient.asText());
        }
        return new Wanted(
                json.get("name").textValue(),
                json.path("type").asText(""),
                json.get("size").longValue(),
                Optional.of(json.get("sha256").textValue()),
                recipients);
    }

    /// As RCS and Linphone upload (GSMA RCS 5.1 §3.5.4.8.3): first nothing at all, then the file.
    private void rcs(Context http, Caller caller)
            throws IOException, FileRefusedException, MalformedPayloadException {
        long length = http.req().getContentLengthLong();
        if (length == 0 || (length < 0 && http.req().getContentType() == null)) {
            http.status(204);
            return;
        }
        if (length < 0) {
            throw new FileRefusedException(411, "Content-Length is needed");
        }
        if (length > store.largest() + RcsFileInfo.AROUND) {
            throw new FileRefusedException(
                    413, "files of more than " + store.largest() + " bytes are not allowed");
        }
        transferring(
                caller,
                () ->
                        storing(() -> {
                            MultipartFile.Found file =
                                    MultipartFile.find(
                                            Optional.ofNullable(http.req().getContentType())
                                                    .orElse(""),
                                            store.paced(RequestBody.of(http)));
                            FileStore.Begun begun =
                                    store.begin(
                                            caller,
                                            new Wanted(
                                                    file.name(),
                                                    file.type(),
                                                    Math.min(length, store.largest()),
                                                    Optional.empty(),
                                                    List.of()));
                            StoredFile whole;
                            try {
                                whole =
                                        store.write(caller, begun.token(), 0, file.content(), false)
                                                .file();
                            } catch (IOException | FileRefusedException | RuntimeException e) {
                                store.discard(begun.file()); // its sender can't go on with it
                                throw e;
                            }
                            http.status(200)
                                    .contentType(RcsFileInfo.CONTENT_TYPE)
                                    .result(RcsFileInfo.of(whole, url(begun.token())));
                        }));
    }

    private String url(FileToken token) {
        return base.get() + PATH + "/" + token.text();
    }

    private static FileToken token(Context http) throws FileRefusedException {
        return FileToken.of(http.pathParam("token")).orElseThrow(FileApi::notFound);
    }

    private static FileId id(Context http) throws FileRefusedException {
        return FileId.of(token(http));
    }

    private static FileRefusedException notFound() {
        return new FileRefusedException(404, "there is no such file");
    }

    private StoredFile file(Context http, Caller caller) throws FileRefusedException {
        FileId id = id(http);
        Optional<StoredFile> found = store.find(caller, id);
        if (found.isEmpty()) {
            store.requireNotRefused(caller, id);
        }
        return found.orElseThrow(FileApi::notFound);
    }

    private void head(Context http, Caller caller) throws IOException, FileRefusedException {
        StoredFile file = file(http, caller);
        progress(http, file, store.offset(file));
        if (file.row().whole()) {
            download.headers(http, file);
            http.header("Content-Length", Long.toString(file.row().size()));
        }
        http.status(200);
    }

    private static void progress(Context http, StoredFile file, long offset) {
        http.header("Upload-Offset", Long.toString(offset))
                .header("Upload-Length", Long.toString(file.row().size()))
                .header("Upload-Complete", file.row().whole() ? "?1" : "?0");
    }

    private void get(Context http, Caller caller) throws IOException, FileRefusedException {
        StoredFile file = file(http, caller);
        if (!file.row().whole()) {
            throw new FileRefusedException(409, "the file is not whole yet");
        }
        transferring(caller, () -> download.answer(http, caller, file));
    }

    private void patch(Context http, Caller caller)
            throws IOException, FileRefusedException, MalformedPayloadException {
        FileToken token = token(http);
        FileId id = FileId.of(token);
        long offset = offset(http.header("Upload-Offset"));
        StoredFile before = file(http, caller);
        store.requireRoom(before);
        transferring(
                caller,
                () ->
                        storing(() -> {
                            try (InputStream body = store.paced(RequestBody.of(http))) {
                                FileStore.Written written =
                                        store.write(caller, token, offset, body, true);
                                progress(http, written.file(), written.offset());
                                if (written.file().row().whole()) {
                                    http.header("ETag", written.file().etag());
                                }
                                http.status(204);
                            } catch (FileRefusedException e) {
                                if (e.status() == 409 || e.status() == 422) {
                                    StoredFile now = store.find(caller, id).orElse(before);
                                    progress(http, now, store.offset(now));
                                }
                                throw e;
                            }
                        }));
    }

    /// Whatever the folder or a scanner can't do now may be done later, and what came stays.
    private void storing(Transfer transfer)
            throws IOException, FileRefusedException, MalformedPayloadException {
        try {
            transfer.run();
        } catch (BrokenOffException | PacedInput.TooSlowException e) {
            throw e;
        } catch (IOException e) {
            log.error("a file can't be stored: {}", e.toString());
            throw new FileRefusedException(
                    503, store.isFull(e) ? FileStore.FULL : "the store can't write now");
        }
    }

    private static long offset(String header) throws FileRefusedException {
        if (header == null || !header.matches("[0-9]{1,18}")) {
            throw new FileRefusedException(400, "Upload-Offset is needed: a number of bytes");
        }
        return Long.parseLong(header);
    }

    private void delete(Context http, Caller caller) throws IOException, FileRefusedException {
        file(http, caller); // what is held back its sender can't take away
        store.erase(caller, id(http));
        http.status(204);
    }

    @FunctionalInterface
    private interface Transfer {
        void run() throws IOException, FileRefusedException, MalformedPayloadException;
    }

    private void transferring(Caller caller, Transfer transfer)
            throws IOException, FileRefusedException {
        Optional<String> full = transfers.enter(caller.account().id());
        if (full.isPresent()) {
            throw new FileRefusedException(503, full.get());
        }
        try {
            transfer.run();
        } catch (MalformedPayloadException e) {
            throw new FileRefusedException(400, e.getMessage());
        } finally {
            transfers.leave(caller.account().id());
        }
    }
}
