package org.earshot.proxy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.Transport;

/// A flow in a token. Stateless.
final class FlowBytes {
    private FlowBytes() {}

    static void write(DataOutputStream out, Flow flow) throws IOException {
        out.writeUTF(flow.node());
        out.writeUTF(flow.transport().name());
        write(out, flow.local());
        write(out, flow.remote());
        out.writeLong(flow.connection());
    }

    private static void write(DataOutputStream out, InetSocketAddress address) throws IOException {
        byte[] bytes = address.getAddress().getAddress();
        out.writeByte(bytes.length);
        out.write(bytes);
        out.writeShort(address.getPort());
    }

    /// @throws IllegalArgumentException or IOException if it is none
    static Flow read(DataInputStream in) throws IOException {
        String node = in.readUTF();
        Transport transport = Transport.of(in.readUTF());
        return new Flow(node, transport, address(in), address(in), in.readLong());
    }

    private static InetSocketAddress address(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readUnsignedByte()];
        in.readFully(bytes);
        return new InetSocketAddress(InetAddress.getByAddress(bytes), in.readUnsignedShort());
    }
}
