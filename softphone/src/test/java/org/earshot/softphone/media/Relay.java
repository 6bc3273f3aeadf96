package org.earshot.softphone.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.earshot.softphone.media.rtp.RtpHeader;

/// A network between two ports that hears everything, and loses what it is told to. Who sends to one door comes out of the other. What is delayed
/// has a test without sockets ([VirtualCall]): here a busy machine delays what it likes.
final class Relay implements AutoCloseable {

    private final DatagramChannel leftDoor;
    private final DatagramChannel rightDoor;
    private final InetSocketAddress right;
    private final AtomicLong lost = new AtomicLong();
    private final List<byte[]> heard = new CopyOnWriteArrayList<>();
    private final Random random = new Random(30);
    private volatile int lossPercent;

    Relay(InetSocketAddress left, InetSocketAddress right) {
        this.right = right;
        try {
            leftDoor = DatagramChannel.open().bind(loopback());
            rightDoor = DatagramChannel.open().bind(loopback());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().start(() -> pass(leftDoor, rightDoor, right));
        Thread.ofPlatform().daemon().start(() -> pass(rightDoor, leftDoor, left));
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /// From now on so many packets of audio do not come out.
    void lose(int percent) {
        lossPercent = percent;
    }

    /// How many did not.
    long lost() {
        return lost.get();
    }

    /// Where the left one sends.
    InetSocketAddress forLeft() {
        return addressOf(leftDoor);
    }

    /// Where the right one sends.
    InetSocketAddress forRight() {
        return addressOf(rightDoor);
    }

    /// All packets that passed.
    List<byte[]> heard() {
        return List.copyOf(heard);
    }

    /// Sends bytes to the right one, as if the left one had.
    void inject(byte[] packet) throws IOException {
        rightDoor.send(ByteBuffer.wrap(packet), right);
    }

    private static InetSocketAddress addressOf(DatagramChannel channel) {
        return (InetSocketAddress) channel.socket().getLocalSocketAddress();
    }

    private void pass(DatagramChannel in, DatagramChannel out, InetSocketAddress to) {
        ByteBuffer buffer = ByteBuffer.allocate(2_048);
        try {
            while (in.isOpen()) {
                buffer.clear();
                in.receive(buffer);
                byte[] packet = Arrays.copyOf(buffer.array(), buffer.position());
                heard.add(packet);
                if (lossPercent > 0
                        && !RtpHeader.isRtcp(ByteBuffer.wrap(packet))
                        && random.nextInt(100) < lossPercent) {
                    lost.incrementAndGet();
                } else {
                    out.send(ByteBuffer.wrap(packet), to);
                }
            }
        } catch (ClosedChannelException _) {
            // the end
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether a packet of those heard holds these bytes.
    Optional<byte[]> holding(byte[] bytes) {
        return heard.stream()
                .filter(packet -> {
                    for (int at = 0; at + bytes.length <= packet.length; at++) {
                        if (Arrays.mismatch(packet, at, at + bytes.length, bytes, 0, bytes.length)
                                < 0) {
                            return true;
                        }
                    }
                    return false;
                })
                .findAny();
    }

    @Override
    public void close() throws IOException {
        leftDoor.close();
        rightDoor.close();
    }
}
