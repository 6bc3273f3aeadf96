package org.earshot.softphone.ua;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.sip.header.ContentTypeHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.message.IsComposing;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.Timers;

/// Who is typing (RFC 3994): we tell others, and they us. It is news of the moment: nothing is kept, or sent again.
/// Confined to the user-agent thread.
final class Composing {
    private static final Duration IDLE = Duration.ofSeconds(15);
    private static final Duration REFRESH = Duration.ofMinutes(1);
    private static final Duration LONGEST_ACTIVE = Duration.ofMinutes(2);
    private static final Duration NOT_WANTED = Duration.ofDays(1);
    private static final int MOST = 100;

    /// Who types where.
    private record Writer(String conversation, String author) {}

    /// That we type, as others were told.
    private record Ours(Instant told, Timers.Cancellable idle) {}

    private final Messages.Host host;
    private final UserAgentThread thread;
    private final InstantSource clock;
    private final RefusedFor notWanted;
    private final Map<Writer, Timers.Cancellable> others = new LinkedHashMap<>();
    private final Map<String, Ours> ours = new LinkedHashMap<>();

    Composing(Messages.Host host, UserAgentThread thread, InstantSource clock) {
        this.host = host;
        this.thread = thread;
        this.clock = clock;
        notWanted = new RefusedFor(NOT_WANTED, clock);
    }

    /// Somebody says that he types, or stopped.
    void received(InboundMessage.Composing news) {
        Writer writer = new Writer(news.conversation(), news.author());
        if (news.ours()) {
            return;
        }
        if (news.state().state() == IsComposing.State.IDLE) {
            stopped(writer);
            return;
        }
        if (others.size() >= MOST && !others.containsKey(writer)) {
            return;
        }
        Duration time =
                news.state()
                        .refresh()
                        .filter(r -> r.compareTo(LONGEST_ACTIVE) < 0)
                        .orElse(LONGEST_ACTIVE);
        Timers.Cancellable before = others.put(writer, thread.after(time, () -> stopped(writer)));
        if (before == null) {
            host.tell(new UserAgentEvent.Typing(writer.conversation(), writer.author(), true));
        } else {
            before.cancel();
        }
    }

    /// A message of somebody came: it is typed.
    void wrote(String conversation, String author) {
        stopped(new Writer(conversation, author));
    }

    private void stopped(Writer writer) {
        Timers.Cancellable timer = others.remove(writer);
        if (timer != null) {
            timer.cancel();
            host.tell(new UserAgentEvent.Typing(writer.conversation(), writer.author(), false));
        }
    }

    /// We typed a key of a message to somebody.
    void typing(String to) {
        if (notWanted.contains(to)) {
            return;
        }
        Instant now = clock.instant();
        Optional<Ours> before = Optional.ofNullable(ours.get(to));
        before.ifPresent(b -> b.idle().cancel());
        boolean fresh = before.filter(b -> now.isBefore(b.told().plus(REFRESH))).isPresent();
        if (!fresh) {
            send(to, IsComposing.active("text/plain", REFRESH.plus(IDLE)));
        }
        Timers.Cancellable idle =
                thread.after(
                        IDLE,
                        () -> {
                            ours.remove(to);
                            send(to, IsComposing.idle("text/plain", now));
                        });
        ours.put(to, new Ours(fresh ? before.get().told() : now, idle));
    }

    /// We sent what we typed, which says by itself that we stopped.
    void sent(String to) {
        Ours before = ours.remove(to);
        if (before != null) {
            before.idle().cancel();
        }
    }

    private void send(String to, IsComposing state) {
        Optional<Identity> who = host.identity();
        if (who.isEmpty()) {
            return;
        }
        Request request = who.get().request(Request.MESSAGE, to, to, Identity.newCallId(), 1);
        Fields.setBody(request, "application", "im-iscomposing+xml", state.toBytes());
        request.setHeader(Fields.header(ContentTypeHeader.NAME, IsComposing.CONTENT_TYPE));
        long[] cSeq = {1};
        var _ =
                host.requester()
                        .send(
                                request,
                                who.get().server(),
                                () -> ++cSeq[0],
                                new Requester.Handler() {
                                    @Override
                                    public void onResponse(
                                            Request sent, Response response, Flow flow) {
                                        if (isNotWanted(response.getStatusCode())) {
                                            notWanted.add(to);
                                        }
                                    }

                                    @Override
                                    public void onFailure(int status, String reason) {}
                                });
    }

    private static boolean isNotWanted(int status) {
        return status == Response.UNSUPPORTED_MEDIA_TYPE
                || status == Response.METHOD_NOT_ALLOWED
                || status == Response.NOT_FOUND
                || status == Response.FORBIDDEN
                || status / 100 == 6;
    }
}
