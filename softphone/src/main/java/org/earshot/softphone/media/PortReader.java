package org.earshot.softphone.media;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what arrives at a port. For one thread at a time.
final class PortReader {
    private static final Logger log = LoggerFactory.getLogger(PortReader.class);
    private static final int BUFFER_BYTES = 4_096;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    /// Who uses what is neither STUN nor TURN.
    @FunctionalInterface
    interface Inlet {
        /// @param bytes hold the packet from index 0 on; may be changed
        /// @param rtcpPort whether it came on the port for RTCP
        void onPacket(
                byte[] bytes, int length, InetSocketAddress from, boolean rtcpPort, long nanoTime);
    }

    /// Waits for packets, and hands on what there is.
    ///
    /// @param mostMillis how long at most; another thread can end it by waking the port's selector
    void read(MediaPort port, long mostMillis, Inlet inlet) throws IOException {
        long next = port.nextNanos();
        long due =
                next == Long.MAX_VALUE ? mostMillis : (next - System.nanoTime()) / NANOS_PER_MILLI;
        port.selector().select(PortReader::ready, Math.clamp(due, 1, Math.max(1, mostMillis)));
        for (int path = 0; path < port.paths().size(); path++) {
            drain(port, port.paths().get(path), path, false, inlet);
            drain(port, port.rtcpPaths().get(path), path, true, inlet);
        }
        port.onTime(System.nanoTime(), inlet);
    }

    /// All channels are read whichever it is; a set of those that are ready would cost an object each time.
    private static void ready(SelectionKey key) {}

    private void drain(MediaPort port, DatagramChannel channel, int path, boolean rtcp, Inlet inlet)
            throws IOException {
        while (true) {
            buffer.clear();
            InetSocketAddress from;
            try {
                from = (InetSocketAddress) channel.receive(buffer);
            } catch (ClosedChannelException e) {
                throw e;
            } catch (IOException e) {
                // some systems tell so that an earlier packet of ours found nobody
                log.debug("nothing received on {}: {}", port.rtpAddress(), e.getMessage());
                return;
            }
            if (from == null) {
                return;
            }
            buffer.flip();
            try {
                port.onDatagram(
                        path, rtcp, buffer.array(), buffer.limit(), from, System.nanoTime(), inlet);
            } catch (RuntimeException e) {
                // a bug, or a listener's: it must not silence the call
                log.error("a packet of {} bytes from {} failed", buffer.limit(), from, e);
            }
        }
    }
}
