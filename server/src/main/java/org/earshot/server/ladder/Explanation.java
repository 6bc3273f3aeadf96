package org.earshot.server.ladder;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.earshot.common.quality.Measure;
import org.earshot.common.quality.QualityReport;
import org.earshot.common.quality.StreamQuality;
import org.earshot.common.service.FlowLoss;

/// Why a call went as it did, from its messages and its phones' reports. Pure.
public final class Explanation {
    // ITU-T G.107 annex B: where most are dissatisfied
    private static final double BAD = 3.1;
    private static final double NOTHING = 99;

    /// So often at least an answer is sent again before one may say that nobody confirms it.
    private static final int REPEATED = 3;

    private Explanation() {}

    /// The causes, the main one first.
    ///
    /// @param reports of the phones about this call, which are their claims
    public static List<CallCause> of(LadderStore.Ladder ladder, List<QualityReport> reports) {
        CallFold fold = fold(ladder);
        List<CallCause> causes = new ArrayList<>();
        if (fold.status() == 0) {
            causes.add(CallCause.OPEN);
        } else if (fold.status() / 100 == 2) {
            answered(fold, causes);
        } else {
            causes.add(refused(fold));
        }
        reports.stream()
                .flatMap(report -> sound(report).stream())
                .distinct()
                .sorted()
                .forEach(causes::add);
        if (ladder.lost() > 0) {
            causes.add(CallCause.INCOMPLETE);
        }
        return causes;
    }

    /// As the node saw it that is nearest to the caller.
    private static CallFold fold(LadderStore.Ladder ladder) {
        CallFold fold = new CallFold(ladder.summary().callId());
        ladder.messages().stream()
                .filter(message -> message.node().equals(ladder.summary().node()))
                .forEach(fold::add);
        return fold;
    }

    private static void answered(CallFold fold, List<CallCause> causes) {
        if (!fold.acked() && fold.answersSent() >= REPEATED) {
            causes.add(CallCause.NO_ACK);
        } else {
            causes.add(CallCause.ANSWERED);
        }
        if (!fold.isOver()) {
            causes.add(CallCause.GOES_ON);
        } else {
            causes.add(fold.endedByCaller() ? CallCause.CALLER_HUNG_UP : CallCause.CALLEE_HUNG_UP);
        }
    }

    /// RFC 3261 §21 and IANA's registry of response codes.
    private static CallCause refused(CallFold fold) {
        boolean here = fold.branches().isEmpty(); // we refused it ourselves
        return switch (fold.status()) {
            case 400 -> CallCause.BAD_REQUEST;
            case 401, 407 ->
                    fold.withCredentials() > 0
                            ? CallCause.WRONG_PASSWORD
                            : CallCause.NO_CREDENTIALS;
            case 403 -> here ? forbidden(fold) : CallCause.FORBIDDEN_THERE;
            case 404 -> here ? CallCause.UNKNOWN_NAME : CallCause.UNKNOWN_THERE;
            case 604 -> CallCause.UNKNOWN_THERE;
            case 405, 501 -> CallCause.NOT_ALLOWED;
            case 408 -> fold.rang() ? CallCause.NO_ANSWER : CallCause.PHONE_SILENT;
            case 410 -> CallCause.GONE;
            case 413, 414, 513 -> CallCause.TOO_LARGE;
            case 415 -> here ? CallCause.RECORD_RULES : CallCause.CONTENT_REFUSED;
            case 416 -> CallCause.URI_REFUSED;
            case 420, 421 -> CallCause.EXTENSION_MISSING;
            case 422 -> CallCause.SESSION_INTERVAL;
            case 428, 436, 437, 438 -> CallCause.IDENTITY;
            case 430 -> CallCause.FLOW_LOST;
            case 433 -> CallCause.ANONYMOUS;
            case 440 -> CallCause.TOO_MANY_PHONES;
            case 480 -> unavailable(fold, here);
            case 481 -> CallCause.NO_SUCH_CALL;
            case 482 -> CallCause.LOOP;
            case 483 -> CallCause.TOO_MANY_HOPS;
            case 484 -> CallCause.NUMBER_INCOMPLETE;
            case 485 -> CallCause.AMBIGUOUS;
            case 486, 600 -> CallCause.BUSY;
            case 487 -> gaveUp(fold);
            case 488, 606 -> notAcceptable(fold, here);
            case 491 -> CallCause.BOTH_AT_ONCE;
            case 500 -> CallCause.SERVER_FAULT;
            case 502, 504 -> CallCause.GATEWAY;
            case 503 -> here ? CallCause.STORE_AWAY : CallCause.OVERLOADED;
            case 603 -> CallCause.DECLINED;
            case 607, 608 -> CallCause.SPAM;
            default -> fold.status() / 100 == 3 ? CallCause.MOVED : CallCause.REFUSED;
        };
    }

    /// Our own words say which rule it was.
    private static CallCause forbidden(CallFold fold) {
        return switch (fold.phrase()) {
            case "From Is Not Your Address" -> CallCause.NOT_OWN_ADDRESS;
            case "Relaying Denied" -> CallCause.FOREIGN_DOMAIN;
            default -> CallCause.FORBIDDEN;
        };
    }

    private static CallCause unavailable(CallFold fold, boolean here) {
        if (fold.warning().contains(FlowLoss.WORDS)) {
            return CallCause.FLOW_LOST;
        }
        if (here) {
            return fold.invite().map(LadderMessage::sdp).orElse("").contains("keys in SDP")
                    ? CallCause.NO_SECURE_PHONE
                    : CallCause.NOBODY_REGISTERED;
        }
        return fold.rang() ? CallCause.NO_ANSWER : CallCause.PHONE_UNAVAILABLE;
    }

    private static CallCause gaveUp(CallFold fold) {
        if (!fold.cancelled()) {
            return CallCause.NO_ANSWER; // we took it back ourselves: timer C (RFC 3261 §16.8)
        }
        return fold.rang() ? CallCause.CALLER_GAVE_UP : CallCause.GAVE_UP_BEFORE_RINGING;
    }

    private static CallCause notAcceptable(CallFold fold, boolean here) {
        if (fold.warning().contains("need TLS")) {
            return CallCause.ENCRYPTION_DEMANDED;
        }
        return here ? CallCause.RECORD_RULES : CallCause.NO_COMMON_CODEC;
    }

    private static List<CallCause> sound(QualityReport report) {
        List<CallCause> causes = new ArrayList<>(sound(report.heardHere()));
        report.heardThere().ifPresent(there -> causes.addAll(sound(there)));
        return causes;
    }

    private static List<CallCause> sound(StreamQuality heard) {
        double missing = heard.value(Measure.NLR).orElse(0) + heard.value(Measure.JDR).orElse(0);
        if (missing >= NOTHING) {
            return List.of(CallCause.NOTHING_HEARD);
        }
        OptionalDouble talked = heard.value(Measure.MOSCQ);
        OptionalDouble score = talked.isPresent() ? talked : heard.value(Measure.MOSLQ);
        return score.isPresent() && score.getAsDouble() < BAD
                ? List.of(CallCause.BAD_SOUND)
                : List.of();
    }
}
