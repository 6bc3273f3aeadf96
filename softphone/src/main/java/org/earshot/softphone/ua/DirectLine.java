package org.earshot.softphone.ua;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.earshot.common.stack.RequestHandler;
import org.earshot.common.stack.RequestSender;

/// The sockets for calls without a server. They take nothing from addresses that are not near.
public interface DirectLine {

    /// Opens them; may be opened again after it was closed.
    ///
    /// @param handler gets the requests that come
    /// @throws IOException with a reason for the user
    Open open(RequestHandler handler) throws IOException;

    /// Sockets that are open.
    interface Open extends AutoCloseable {
        /// Sends requests.
        RequestSender sender();

        /// Where requests are taken, by UDP and by TCP: perhaps a wildcard, never port 0.
        InetSocketAddress address();

        /// Closes them at once.
        @Override
        void close();
    }

    /// The addresses of a host: itself if it is numeric, else what the system or, for names under `.local`, the neighbours say.
    ///
    /// @return fails with an IOException that says why there is none; completed on any thread
    CompletionStage<List<InetAddress>> resolve(String host);

    /// Whether there may be calls with that machine, and audio to it.
    boolean isNear(InetAddress address);
}
