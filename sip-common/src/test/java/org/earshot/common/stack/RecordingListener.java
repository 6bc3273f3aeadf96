package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sip.message.Response;

/// A transaction user that writes down what it hears; another thread may wait for it.
public final class RecordingListener implements ClientTransaction.Listener {
    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

    @Override
    public void onResponse(Response response, Flow flow) {
        heard.add(response);
    }

    @Override
    public void onTimeout() {
        heard.add("timeout");
    }

    @Override
    public void onTransportError(String reason) {
        heard.add("error");
    }

    /// Waits up to a minute for the next response, and checks its status.
    public Response response(int status) {
        Object next = next();
        assertThat(next).isInstanceOf(Response.class);
        assertThat(((Response) next).getStatusCode()).isEqualTo(status);
        return (Response) next;
    }

    /// Waits up to a minute for what comes next: a [Response], or `timeout` or `error`.
    public Object next() {
        try {
            Object next = heard.poll(60, TimeUnit.SECONDS);
            assertThat(next).as("heard in time").isNotNull();
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Whether nothing waits to be read.
    public boolean isSilent() {
        return heard.isEmpty();
    }
}
