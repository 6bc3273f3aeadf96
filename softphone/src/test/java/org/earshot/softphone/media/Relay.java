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
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A network between two ports that hears everything, and loses and delays what it is told to. Who sends to one door comes out of
/// the other.
final class Relay implements AutoCloseable {

    private final DatagramChannel leftDoor;
    private final DatagramChannel rightDoor;
    private final InetSocketAddress right;
    private final ScheduledExecutorService delays = new ScheduledThreadPoolExecutor(1);
    private final List<byte[]> heard = new CopyOnWriteArrayList<>();
    private final Random random = new Random(30);
    private volatile int lossPercent;
    private volatile int jitterMillis;

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

    void disturb(int loss, int jitter) {
        lossPercent = loss;
        jitterMillis = jitter;
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
                if (random.nextInt(100) < lossPercent) {
                    continue;
                }
                int delay = jitterMillis == 0 ? 0 : random.nextInt(jitterMillis);
                if (delay == 0) {
                    send(out, packet, to);
                } else {
                    var _ =
                            delays.schedule(
                                    () -> send(out, packet, to), delay, TimeUnit.MILLISECONDS);
                }
            }
        } catch (ClosedChannelException _) {
            // the end
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(DatagramChannel out, byte[] packet, InetSocketAddress to) {
        try {
            out.send(ByteBuffer.wrap(packet), to);
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
        delays.shutdownNow();
        leftDoor.close();
        rightDoor.close();
    }
}
