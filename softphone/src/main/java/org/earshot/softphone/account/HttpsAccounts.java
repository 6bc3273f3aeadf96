package org.earshot.softphone.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.earshot.softphone.file.StoreSignIn;
import org.earshot.softphone.ua.Account;
import org.earshot.softphone.ua.AccountFailure;
import org.earshot.softphone.ua.AccountFailure.Trouble;
import org.earshot.softphone.ua.AccountGateway;
import org.earshot.softphone.ua.AccountService;
import org.earshot.softphone.ua.GroupGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The account API for accounts that are logged in. Thread-safe.
public final class HttpsAccounts implements AccountGateway, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpsAccounts.class);

    /// Of a picture that goes to the server.
    static final int MOST_PICTURE = 2 << 20;

    private static final String INSTANCE = "Earshot-Instance";
    private static final String PICTURE = "/account/picture";
    private static final String DEVICE_PASSWORDS = "/account/device-passwords";

    private final SSLContext trust;
    private final Function<Account, StoreSignIn> signIn;
    private final PictureCache pictures;
    private final Executor threads;
    private final Map<Who, AccountClient> clients = new HashMap<>(); // its own lock

    /// @param trust by which the server's certificate is checked, as in SIP
    /// @param signIn answers the server's challenges
    /// @param pictures a folder of ours for pictures
    /// @param threads run what waits for the network
    public HttpsAccounts(
            SSLContext trust,
            Function<Account, StoreSignIn> signIn,
            Path pictures,
            Executor threads) {
        this.trust = trust;
        this.signIn = signIn;
        this.pictures = new PictureCache(pictures);
        this.threads = threads;
    }

    private record Who(Account account, URI service) {}

    private AccountClient client(Own own) {
        synchronized (clients) {
            return clients.computeIfAbsent(
                    new Who(own.account(), own.service()),
                    who ->
                            new AccountClient(
                                    trust,
                                    who.service(),
                                    Optional.of(signIn.apply(who.account())),
                                    threads));
        }
    }

    /// What is asked of the server.
    @FunctionalInterface
    interface Question<T> {
        T ask() throws AccountFailure, InterruptedException;
    }

    /// Asks on a thread of its own.
    static <T> CompletionStage<T> on(Executor threads, Question<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                answer.complete(question.ask());
            } catch (AccountFailure e) {
                answer.completeExceptionally(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                answer.completeExceptionally(
                        new AccountFailure(Trouble.PASSING, "the phone is ending"));
            } catch (RuntimeException e) {
                log.error("the account API was not asked to the end", e);
                answer.completeExceptionally(new AccountFailure(Trouble.BROKEN, e.toString()));
            }
        });
        return answer;
    }

    static String text(JsonNode json, String name) throws AccountFailure {
        JsonNode value = json.path(name);
        if (!value.isTextual()) {
            throw AccountClient.strange();
        }
        return value.textValue();
    }

    private static Optional<String> optional(JsonNode json, String name) {
        return Optional.ofNullable(json.path(name).textValue());
    }

    private static AccountService.Person person(JsonNode json) throws AccountFailure {
        return new AccountService.Person(
                text(json, "address"), text(json, "displayName"), optional(json, "picture"));
    }

    @Override
    public CompletionStage<AccountService.Person> profile(Own own) {
        return on(threads, () -> person(client(own).get("/account").json()));
    }

    @Override
    public CompletionStage<Void> rename(Own own, String displayName) {
        return on(
                threads,
                () -> {
                    client(own)
                            .send(
                                    "PUT",
                                    "/account/display-name",
                                    object().put("displayName", displayName));
                    return null;
                });
    }

    private static ObjectNode object() {
        return AccountClient.JSON.createObjectNode();
    }

    @Override
    public CompletionStage<Void> changePassword(
            Own own, String password, boolean alsoForgetPhones) {
        return on(
                threads,
                () -> {
                    client(own)
                            .send(
                                    "PUT",
                                    "/account/password",
                                    object().put("password", password)
                                            .put("devicePasswordsToo", alsoForgetPhones),
                                    INSTANCE,
                                    own.instance());
                    return null;
                });
    }

    @Override
    public CompletionStage<Void> setPicture(Own own, Path image) {
        return on(
                threads,
                () -> {
                    client(own).put(PICTURE, image(image));
                    return null;
                });
    }

    /// The bytes of an image that somebody chose. Blocks.
    public static byte[] image(Path file) throws AccountFailure {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] image = in.readNBytes(MOST_PICTURE + 1);
            if (image.length > MOST_PICTURE) {
                throw new AccountFailure(
                        Trouble.NOT_ACCEPTED, "a picture has at most " + MOST_PICTURE + " bytes");
            }
            return image;
        } catch (IOException e) {
            throw new AccountFailure(Trouble.NOT_ACCEPTED, file + " can't be read");
        }
    }

    @Override
    public CompletionStage<Void> setPicture(Own own, byte[] image) {
        return on(
                threads,
                () -> {
                    client(own).put(PICTURE, image);
                    return null;
                });
    }

    @Override
    public CompletionStage<Void> removePicture(Own own) {
        return on(
                threads,
                () -> {
                    client(own).delete(PICTURE);
                    return null;
                });
    }

    @Override
    public CompletionStage<Optional<AccountService.Person>> person(Own own, String name) {
        return on(
                threads,
                () -> {
                    try {
                        return Optional.of(
                                person(client(own).get("/directory/" + segment(name)).json()));
                    } catch (AccountFailure e) {
                        if (e.trouble() == Trouble.GONE) {
                            return Optional.empty();
                        }
                        throw e;
                    }
                });
    }

    @Override
    public CompletionStage<Optional<AccountService.Picture>> picture(Own own, String name) {
        return on(threads, () -> pictureOf(own, name));
    }

    private Optional<AccountService.Picture> pictureOf(Own own, String name)
            throws AccountFailure, InterruptedException {
        String address = name + "@" + own.account().address().domain();
        Optional<PictureCache.Kept> kept = pictures.find(address);
        try {
            AccountClient.Answer answer =
                    client(own)
                            .get(
                                    "/directory/" + segment(name) + "/picture",
                                    kept.map(had ->
                                                    new String[] {
                                                        "If-None-Match", '"' + had.etag() + '"'
                                                    })
                                            .orElseGet(() -> new String[0]));
            if (answer.status() == 304 && kept.isPresent()) {
                return kept.map(PictureCache.Kept::picture);
            }
            AccountService.Picture picture =
                    new AccountService.Picture(
                            answer.headers().firstValue("Content-Type").orElse(""), answer.body());
            if (!picture.type().equals("image/png") && !picture.type().equals("image/jpeg")) {
                throw AccountClient.strange();
            }
            answer.headers()
                    .firstValue("ETag")
                    .map(etag -> etag.replace("\"", ""))
                    .ifPresent(
                            etag -> pictures.keep(address, new PictureCache.Kept(etag, picture)));
            return Optional.of(picture);
        } catch (AccountFailure e) {
            if (e.trouble() == Trouble.GONE) {
                pictures.forget(address);
                return Optional.empty();
            }
            if (e.trouble() == Trouble.PASSING && kept.isPresent()) {
                return kept.map(PictureCache.Kept::picture); // better than none
            }
            throw e;
        }
    }

    /// One part of a path.
    static String segment(String name) {
        return AccountClient.field("", name).substring(1);
    }

    @Override
    public CompletionStage<AccountService.People> directory(
            Own own, String words, Optional<String> after, int most) {
        return on(
                threads,
                () -> {
                    StringBuilder path = new StringBuilder("/directory?limit=" + most);
                    if (!words.isEmpty()) {
                        path.append('&').append(AccountClient.field("q", words));
                    }
                    after.ifPresent(
                            last -> path.append('&').append(AccountClient.field("after", last)));
                    JsonNode page = client(own).get(path.toString()).json();
                    List<AccountService.Person> people = new ArrayList<>();
                    for (JsonNode person : page.path("people")) {
                        people.add(person(person));
                    }
                    return new AccountService.People(people, optional(page, "next"));
                });
    }

    @Override
    public CompletionStage<AccountService.Devices> devices(Own own) {
        return on(
                threads,
                () -> {
                    JsonNode json = client(own).get("/account/devices").json();
                    List<AccountService.Device> registered = new ArrayList<>();
                    for (JsonNode device : json.path("registered")) {
                        registered.add(
                                new AccountService.Device(
                                        text(device, "id"),
                                        text(device, "userAgent"),
                                        text(device, "transport"),
                                        time(device, "seenAt"),
                                        time(device, "expiresAt"),
                                        optional(device, "instance")
                                                .filter(id -> id.equalsIgnoreCase(own.instance()))
                                                .isPresent()));
                    }
                    List<String> passwords = new ArrayList<>();
                    json.path("passwords").forEach(label -> passwords.add(label.asText()));
                    return new AccountService.Devices(registered, passwords);
                });
    }

    private static Instant time(JsonNode json, String name) throws AccountFailure {
        try {
            return OffsetDateTime.parse(text(json, name)).toInstant();
        } catch (DateTimeException _) {
            throw AccountClient.strange();
        }
    }

    @Override
    public CompletionStage<Void> endDevice(Own own, String id) {
        return on(
                threads,
                () -> {
                    client(own).delete("/account/devices/" + segment(id));
                    return null;
                });
    }

    @Override
    public CompletionStage<String> addDevice(Own own, String label) {
        return on(
                threads,
                () ->
                        text(
                                client(own)
                                        .send(
                                                "POST",
                                                DEVICE_PASSWORDS,
                                                object().put("label", label))
                                        .json(),
                                "password"));
    }

    @Override
    public CompletionStage<Void> removeDevice(Own own, String label) {
        return on(
                threads,
                () -> {
                    client(own)
                            .delete(DEVICE_PASSWORDS + "?" + AccountClient.field("label", label));
                    return null;
                });
    }

    @Override
    public CompletionStage<Void> signOutEverywhere(Own own) {
        return on(
                threads,
                () -> {
                    client(own)
                            .send("POST", "/account/sign-out", object(), INSTANCE, own.instance());
                    return null;
                });
    }

    @Override
    public GroupGateway groups() {
        return new HttpsGroups(this::client, threads);
    }

    @Override
    public void close() {
        synchronized (clients) {
            clients.values().forEach(AccountClient::close);
            clients.clear();
        }
    }
}
