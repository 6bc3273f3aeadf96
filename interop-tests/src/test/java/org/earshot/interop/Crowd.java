package org.earshot.interop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLContext;

/// People `u0`, `u1` and so on, each of whom logs in over TLS with digest, publishes and watches the next ones as a list. Thread-safe.
///
/// @param people how many
/// @param watched how many each of them watches
/// @param notified gets the number of a watcher and the body of each NOTIFY, on a reader's thread
record Crowd(int people, int watched, BiConsumer<Integer, String> notified) {
    private static final int SECONDS = 30;
    private static final int AT_ONCE = 40;

    /// Makes their accounts.
    void join(EarshotServer server) {
        for (int i = 0; i < people; i++) {
            server.withUser(name(i), password(i));
        }
    }

    static String name(int number) {
        return "u" + number;
    }

    private static String password(int number) {
        return "pw" + name(number) + "-long";
    }

    /// Logs all in, some at once; by number.
    List<LoadPhone> logIn(String address, SSLContext trust) throws Exception {
        Semaphore places = new Semaphore(AT_ONCE);
        List<Future<LoadPhone>> logins = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < people; i++) {
                int number = i;
                places.acquire();
                logins.add(
                        threads.submit(() -> {
                            try {
                                return logIn(number, address, trust);
                            } finally {
                                places.release();
                            }
                        }));
            }
        }
        List<LoadPhone> phones = new ArrayList<>();
        for (Future<LoadPhone> login : logins) {
            phones.add(login.get());
        }
        return phones;
    }

    /// Logs one in: REGISTER, PUBLISH, and a SUBSCRIBE to those whom it watches.
    ///
    /// @throws IOException if the server can't be reached, or does not say 200 within half a minute each time
    LoadPhone logIn(int number, String address, SSLContext trust) throws IOException {
        LoadPhone phone =
                LoadPhone.connect(
                        name(number),
                        password(number),
                        address,
                        Optional.of(trust),
                        _ -> {},
                        body -> notified.accept(number, body));
        try {
            expect("REGISTER", phone.register("urn:uuid:" + instance(number)));
            expect("PUBLISH", phone.publish(pidf(number, "hello")));
            expect("SUBSCRIBE", phone.watch(others(number)));
            return phone;
        } catch (IOException | RuntimeException e) {
            phone.close();
            throw e;
        }
    }

    private static String instance(int number) {
        return "00000000-0000-4000-8000-%012d".formatted(number);
    }

    /// One changes its state; returns when that is answered.
    void change(int number, LoadPhone phone, String note) throws IOException {
        expect("PUBLISH", phone.publish(pidf(number, note)));
    }

    private static void expect(String what, Future<Integer> answer) throws IOException {
        try {
            int status = answer.get(SECONDS, TimeUnit.SECONDS);
            if (status != 200) {
                throw new RefusedException(what, status);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /// The server said something else than 200.
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        RefusedException(String what, int status) {
            super(what + " was answered " + status);
        }
    }

    /// Whom one watches, the first of them first.
    int watched(int number, int index) {
        return (number + 1 + index) % people;
    }

    private String others(int number) {
        StringBuilder list =
                new StringBuilder(
                        "<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\"><list>");
        for (int i = 0; i < watched; i++) {
            list.append("<entry uri=\"sip:")
                    .append(name(watched(number, i)))
                    .append("@127.0.0.1\"/>");
        }
        return list.append("</list></resource-lists>").toString();
    }

    private static String pidf(int number, String note) {
        return "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"sip:"
                + name(number)
                + "@127.0.0.1\"><tuple id=\"t1\"><status><basic>open</basic></status><note>"
                + note
                + "</note></tuple></presence>";
    }
}
