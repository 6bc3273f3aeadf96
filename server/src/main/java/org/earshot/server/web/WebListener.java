package org.earshot.server.web;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves HTTPS (HTTP/1.1 over TLS 1.2 and 1.3) with the server's certificate. Closed by [#close].
public final class HttpsListener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpsListener.class);

    /// A connection on which nothing moves is closed.
    private static final Duration IDLE = Duration.ofSeconds(30);

    private static final int MOST_HEADERS = 8 * 1024;
    private static final int RETRY_AFTER = 5;

    private final Javalin javalin;
    private final List<ServerConnector> connectors;

    private HttpsListener(Javalin javalin, List<ServerConnector> connectors) {
        this.javalin = javalin;
        this.connectors = connectors;
    }

    /// Binds the addresses and begins to serve.
    ///
    /// @param tls with the server's certificate, which may change meanwhile
    /// @param routes adds what is served
    /// @throws IOException if an address can't be bound; it names the key
    public static HttpsListener open(
            List<InetSocketAddress> addresses, SSLContext tls, Consumer<JavalinConfig> routes)
            throws IOException {
        List<ServerConnector> connectors = new ArrayList<>();
        Javalin javalin =
                Javalin.create(config -> {
                    configure(config);
                    for (InetSocketAddress address : addresses) {
                        config.jetty.addConnector((server, _) -> {
                            ServerConnector connector = connector(server, tls, address);
                            connectors.add(connector);
                            return connector;
                        });
                    }
                    routes.accept(config);
                });
        try {
            javalin.start();
        } catch (RuntimeException e) {
            javalin.stop();
            throw new IOException(
                    "https.listen: " + addresses + " can't be used: " + e.getMessage(), e);
        }
        return new HttpsListener(javalin, List.copyOf(connectors));
    }

    private static void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jetty.threadPool = threads();
        config.routes.after(RequestBody::answerAndTakeTheRest);
        config.routes.exception(StoreUnavailableException.class, (_, http) -> later(http));
        config.routes.exception(ArchiveUnavailableException.class, (_, http) -> later(http));
        config.routes.exception(
                Exception.class,
                (e, http) -> {
                    log.warn("{} {} failed", http.req().getMethod(), http.endpoint().path, e);
                    http.status(500);
                });
    }

    private static void later(io.javalin.http.Context http) {
        http.status(503).header("Retry-After", Integer.toString(RETRY_AFTER));
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(16, 4);
        threads.setName("https");
        threads.setDaemon(true);
        // what may block runs on these
        threads.setVirtualThreadsExecutor(
                task -> Thread.ofVirtual().name("https-request").start(task));
        return threads;
    }

    private static ServerConnector connector(
            Server server, SSLContext tls, InetSocketAddress address) {
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setSslContext(tls);
        ssl.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(MOST_HEADERS);
        http.setIdleTimeout(IDLE.toMillis());
        ServerConnector connector =
                new ServerConnector(
                        server,
                        new SslConnectionFactory(ssl, "http/1.1"),
                        new HttpConnectionFactory(http));
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(IDLE.toMillis());
        return connector;
    }

    /// Where it is served, with real ports.
    public List<InetSocketAddress> addresses() {
        return connectors.stream()
                .map(connector ->
                        new InetSocketAddress(connector.getHost(), connector.getLocalPort()))
                .toList();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
