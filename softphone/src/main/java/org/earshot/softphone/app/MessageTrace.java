package org.earshot.softphone.app;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Locale;
import javax.sip.message.Message;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.StackObserver;
import org.earshot.softphone.trace.SipTrace;

/// Puts what the SIP stack sends and gets into the trace. Thread-safe.
record MessageTrace(SipTrace trace, InstantSource clock) implements StackObserver {
    @Override
    public void received(Message message, Flow flow) {
        trace.add(clock.instant(), false, peer(flow), message.toString());
    }

    @Override
    public void sent(byte[] message, Flow flow) {
        trace.add(clock.instant(), true, peer(flow), new String(message, StandardCharsets.UTF_8));
    }

    private static String peer(Flow flow) {
        return flow.transport().name().toLowerCase(Locale.ROOT)
                + " "
                + flow.remote().getAddress().getHostAddress()
                + ":"
                + flow.remote().getPort();
    }
}
