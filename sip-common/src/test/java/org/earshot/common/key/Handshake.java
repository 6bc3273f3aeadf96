package org.earshot.common.key;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/// A TLS handshake between two engines in memory.
final class Handshake {
    private Handshake() {}

    /// @param domain that the client wants to reach
    /// @return the certificate that the server showed
    /// @throws SSLException if one side refused
    static X509Certificate run(SSLContext server, SSLContext client, String domain)
            throws SSLException {
        SSLEngine serverEngine = server.createSSLEngine();
        serverEngine.setUseClientMode(false);
        SSLEngine clientEngine = client.createSSLEngine(domain, 5061);
        clientEngine.setUseClientMode(true);
        SSLParameters parameters = clientEngine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        clientEngine.setSSLParameters(parameters);

        clientEngine.beginHandshake();
        serverEngine.beginHandshake();
        ByteBuffer toServer = ByteBuffer.allocate(65536).flip();
        ByteBuffer toClient = ByteBuffer.allocate(65536).flip();
        for (int i = 0; i < 200 && !(done(serverEngine) && done(clientEngine)); i++) {
            step(clientEngine, toClient, toServer);
            step(serverEngine, toServer, toClient);
        }
        return (X509Certificate) clientEngine.getSession().getPeerCertificates()[0];
    }

    private static boolean done(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        ByteBuffer application = ByteBuffer.allocate(65536);
        if (in.hasRemaining()) {
            engine.unwrap(in, application);
        }
        runTasks(engine);
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            out.compact();
            engine.wrap(ByteBuffer.allocate(0), out);
            out.flip();
        }
        runTasks(engine);
    }

    private static void runTasks(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask();
                task != null;
                task = engine.getDelegatedTask()) {
            task.run();
        }
    }
}
