package org.earshot.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.earshot.softphone.app.demo.ChildProcess;

/// Chromium without a window, driven by its DevTools protocol. Its microphone is a tone of its own making. It gathers addresses
/// for ICE, so it is to be run in a network namespace of its own.
final class Chromium {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LISTENING = "DevTools listening on ws://";

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI browser;

    private Chromium(URI browser) {
        this.browser = browser;
    }

    /// @param options further ones
    static Chromium start(Lab lab, String... options) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "/bin/sh",
                                "-c",
                                "exec \"$0\" \"$@\" 2>&1",
                                Lab.program("chromium"),
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--disable-dev-shm-usage",
                                "--use-fake-device-for-media-stream",
                                "--use-fake-ui-for-media-stream",
                                "--autoplay-policy=no-user-gesture-required",
                                "--allow-loopback-in-peer-connection",
                                "--disable-features=WebRtcHideLocalIpsWithMdns,IntensiveWakeUpThrottling",
                                // a tab that is not in front works as the others do
                                "--disable-background-timer-throttling",
                                "--disable-backgrounding-occluded-windows",
                                "--disable-renderer-backgrounding",
                                "--remote-debugging-port=0",
                                "--user-data-dir=" + lab.privateFolder("chromium")));
        command.addAll(List.of(options));
        command.add("about:blank");
        ChildProcess process = lab.ending(lab.start("chromium", java.util.Map.of(), command));
        return new Chromium(
                URI.create(
                        process.await(
                                        "the address of DevTools",
                                        60,
                                        line ->
                                                line.startsWith(LISTENING)
                                                        ? Optional.of(
                                                                line.substring(
                                                                        LISTENING.indexOf("ws:")))
                                                        : Optional.empty())
                                .value()
                                .strip()));
    }

    /// Opens a page in a tab of its own.
    Page open(String address) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://"
                                                + browser.getAuthority()
                                                + "/json/new?"
                                                + java.net.URLEncoder.encode(
                                                        address,
                                                        java.nio.charset.StandardCharsets.UTF_8)))
                        .PUT(HttpRequest.BodyPublishers.noBody())
                        .build();
        String tab = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return connect(URI.create(JSON.readTree(tab).path("webSocketDebuggerUrl").asText()), "");
    }

    /// Opens a page for somebody else: it shares neither cookies nor storage with the others.
    Page privately(String address) throws InterruptedException {
        Page all = connect(browser, "");
        String context =
                all.command("Target.createBrowserContext", JSON.createObjectNode())
                        .path("browserContextId")
                        .asText();
        Page page = target(all, address, context);
        all.socket.abort();
        return page;
    }

    /// Opens a tab beside another one, with the same cookies.
    Page beside(Page page, String address) throws InterruptedException {
        Page all = connect(browser, "");
        Page tab = target(all, address, page.context);
        all.socket.abort();
        return tab;
    }

    private Page target(Page all, String address, String context) throws InterruptedException {
        String id =
                all.command(
                                "Target.createTarget",
                                JSON.createObjectNode()
                                        .put("url", address)
                                        .put("browserContextId", context))
                        .path("targetId")
                        .asText();
        return connect(
                URI.create("ws://" + browser.getAuthority() + "/devtools/page/" + id), context);
    }

    private Page connect(URI address, String context) {
        Page page = new Page(context);
        page.socket = client.newWebSocketBuilder().buildAsync(address, page).join();
        return page;
    }

    /// One tab.
    static final class Page implements WebSocket.Listener {
        private final LinkedBlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private final String context; // empty: the one that all share
        private WebSocket socket;
        private int commands;

        private Page(String context) {
            this.context = context;
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    answers.add(JSON.readTree(text.toString()));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        /// What an expression gives; a promise is waited for, up to 20 s.
        JsonNode evaluate(String expression) throws InterruptedException {
            ObjectNode params =
                    JSON.createObjectNode()
                            .put("expression", expression)
                            .put("awaitPromise", true)
                            .put("returnByValue", true);
            // a page that is just being made has no context yet: that gives nothing
            JsonNode result = answer("Runtime.evaluate", params).path("result");
            if (result.has("exceptionDetails")) {
                throw new AssertionError(expression + ": " + result);
            }
            return result.path("result").path("value");
        }

        /// The result of a command of the DevTools protocol, waited for up to 20 s.
        JsonNode command(String method, ObjectNode params) throws InterruptedException {
            JsonNode answer = answer(method, params);
            if (!answer.has("result")) {
                throw new AssertionError(method + ": " + answer);
            }
            return answer.path("result");
        }

        private JsonNode answer(String method, ObjectNode params) throws InterruptedException {
            ObjectNode command = JSON.createObjectNode();
            command.put("id", ++commands).put("method", method).set("params", params);
            socket.sendText(command.toString(), true).join();
            JsonNode answer = answers.poll(60, TimeUnit.SECONDS);
            while (answer != null && answer.path("id").asInt() != commands) {
                answer = answers.poll(60, TimeUnit.SECONDS);
            }
            if (answer == null) {
                throw new AssertionError("no answer to " + method);
            }
            return answer;
        }

        /// From now on the page has such a window.
        ///
        /// @param width in CSS pixels, as is the height
        void size(int width, int height, boolean dark) throws InterruptedException {
            command(
                    "Emulation.setDeviceMetricsOverride",
                    JSON.createObjectNode()
                            .put("width", width)
                            .put("height", height)
                            .put("deviceScaleFactor", 1)
                            .put("mobile", false));
            ObjectNode look = JSON.createObjectNode();
            ArrayNode features = look.putArray("features");
            features.addObject()
                    .put("name", "prefers-color-scheme")
                    .put("value", dark ? "dark" : "light");
            // nothing is on its way from one look to another
            features.addObject().put("name", "prefers-reduced-motion").put("value", "reduce");
            command("Emulation.setEmulatedMedia", look);
        }

        /// A picture of what the window shows, as PNG.
        byte[] picture() throws InterruptedException {
            return java.util.Base64.getDecoder()
                    .decode(
                            command(
                                            "Page.captureScreenshot",
                                            JSON.createObjectNode().put("format", "png"))
                                    .path("data")
                                    .asText());
        }

        /// Evaluates until it gives something that is neither null nor false.
        JsonNode await(String expression, int seconds) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            while (System.nanoTime() < end) {
                JsonNode value = evaluate(expression);
                if (!value.isNull()
                        && !value.isMissingNode()
                        && !value.equals(JSON.getNodeFactory().booleanNode(false))) {
                    return value;
                }
                java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
            }
            throw new AssertionError(
                    "not in "
                            + seconds
                            + " s: "
                            + expression
                            + "; the page: "
                            + evaluate(
                                            "location.href + ' ' + document.body.innerText.slice(0, 800)")
                                    .asText());
        }

        void close() throws InterruptedException {
            evaluate("window.close()");
            socket.abort();
        }
    }
}
