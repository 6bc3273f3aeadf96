package org.earshot.softphone.media;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Selector;
import java.util.random.RandomGenerator;

/// A bound pair of UDP sockets, RTP on an even port and RTCP on the next (RFC 3550 §11), taken before an offer
/// is made, since the offer names them. Bound to one address, so that packets come from where the offer says; after a
/// change of the network there has to be another one ([MediaSession#moveTo]). Given to one [MediaSession], which then
/// closes it; the socket buffers what arrives before that.
public final class MediaPort implements AutoCloseable {

    private static final int RECEIVE_BUFFER_BYTES = 256 * 1024;

    private final DatagramChannel rtp;
    private final DatagramChannel rtcp;
    private final Selector selector;
    private final InetSocketAddress rtpAddress;
    private final InetSocketAddress rtcpAddress;

    private MediaPort(DatagramChannel rtp, DatagramChannel rtcp, Selector selector)
            throws IOException {
        this.rtp = rtp;
        this.rtcp = rtcp;
        this.selector = selector;
        this.rtpAddress = (InetSocketAddress) rtp.getLocalAddress();
        this.rtcpAddress = (InetSocketAddress) rtcp.getLocalAddress();
    }

    /// Binds the first free pair, beginning at a random one, so that an attacker can't foretell it.
    ///
    /// @throws BindException when no pair of the range is free
    /// @throws IOException   when sockets can't be had at all
    public static MediaPort open(InetAddress local, PortRange range, RandomGenerator random)
            throws IOException {
        int start = random.nextInt(range.pairs());
        for (int i = 0; i < range.pairs(); i++) {
            int even = range.evenPort((start + i) % range.pairs());
            DatagramChannel rtp = DatagramChannel.open();
            DatagramChannel rtcp = DatagramChannel.open();
            try {
                prepare(rtp).bind(new InetSocketAddress(local, even));
                prepare(rtcp).bind(new InetSocketAddress(local, even + 1));
                return new MediaPort(rtp, rtcp, Selector.open());
            } catch (BindException _) {
                rtp.close();
                rtcp.close();
            }
        }
        throw new BindException("no free pair of UDP ports in " + range + " on " + local);
    }

    private static DatagramChannel prepare(DatagramChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
        return channel;
    }

    /// Where the peer sends RTP; what the offer's `c=` and `m=` name.
    public InetSocketAddress rtpAddress() {
        return rtpAddress;
    }

    /// Where the peer sends RTCP unless it shares the port.
    public InetSocketAddress rtcpAddress() {
        return rtcpAddress;
    }

    DatagramChannel rtp() {
        return rtp;
    }

    DatagramChannel rtcp() {
        return rtcp;
    }

    Selector selector() {
        return selector;
    }

    /// Frees both ports. Does no harm twice.
    @Override
    public void close() {
        closeQuietly(selector);
        closeQuietly(rtp);
        closeQuietly(rtcp);
    }

    private static void closeQuietly(Closeable channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // nothing is left that could be done with a socket that can't be closed
        }
    }
}
