package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.earshot.common.stack.TransactionEvent.Signal;
import org.earshot.common.stack.TransactionEvent.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The four state machines, row by row. A script is what happens, in order: `begin`, `again`, `ack`,
/// `cancelled`, `error`, a status, or `+` and milliseconds that pass. What it must give is each action with
/// the millisecond in which it came.
final class TransactionMachinesTest {

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    UDP | begin +32000 | 0 TRANSMIT, 500 TRANSMIT, 1500 TRANSMIT, 3500 TRANSMIT, 7500 TRANSMIT, 15500 TRANSMIT, 31500 TRANSMIT, 32000 REPORT_TIMEOUT, 32000 END
                    TCP | begin +32000 | 0 TRANSMIT, 32000 REPORT_TIMEOUT, 32000 END
                    UDP | begin +600 100 +60000 180 +60000 | 0 TRANSMIT, 500 TRANSMIT, 600 PASS_UP, 60600 PASS_UP
                    UDP | begin 486 +1000 486 +31000 486 | 0 TRANSMIT, 0 ACKNOWLEDGE, 0 PASS_UP, 1000 ACKNOWLEDGE, 32000 END
                    TCP | begin 486 486 | 0 TRANSMIT, 0 ACKNOWLEDGE, 0 PASS_UP, 0 END
                    UDP | begin 180 +400 603 180 200 +32000 | 0 TRANSMIT, 0 PASS_UP, 400 ACKNOWLEDGE, 400 PASS_UP, 32400 END
                    UDP | begin 180 200 +500 200 +31500 200 | 0 TRANSMIT, 0 PASS_UP, 0 PASS_UP, 500 PASS_UP, 32000 END
                    TCP | begin 200 +500 200 486 180 +31500 | 0 TRANSMIT, 0 PASS_UP, 500 PASS_UP, 32000 END
                    UDP | begin error | 0 TRANSMIT, 0 REPORT_TRANSPORT_ERROR, 0 END
                    TCP | begin 180 error | 0 TRANSMIT, 0 PASS_UP, 0 REPORT_TRANSPORT_ERROR, 0 END
                    UDP | begin 486 error | 0 TRANSMIT, 0 ACKNOWLEDGE, 0 PASS_UP, 0 END
                    UDP | begin 180 +100000 cancelled +32000 | 0 TRANSMIT, 0 PASS_UP, 132000 REPORT_TIMEOUT, 132000 END
                    UDP | begin 180 +100 cancelled +200 487 +32000 | 0 TRANSMIT, 0 PASS_UP, 300 ACKNOWLEDGE, 300 PASS_UP, 32300 END
                    TCP | begin 180 cancelled +100 200 +32000 | 0 TRANSMIT, 0 PASS_UP, 100 PASS_UP, 32100 END
                    """)
    void inviteClient(String transport, String script, String expected) {
        play(
                new InviteClientTransaction(TransactionConfig.DEFAULT, transport.equals("TCP")),
                script,
                expected);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    UDP | begin +32000 | 0 TRANSMIT, 500 TRANSMIT, 1500 TRANSMIT, 3500 TRANSMIT, 7500 TRANSMIT, 11500 TRANSMIT, 15500 TRANSMIT, 19500 TRANSMIT, 23500 TRANSMIT, 27500 TRANSMIT, 31500 TRANSMIT, 32000 REPORT_TIMEOUT, 32000 END
                    TCP | begin +32000 | 0 TRANSMIT, 32000 REPORT_TIMEOUT, 32000 END
                    UDP | begin 200 +4999 200 +1 200 | 0 TRANSMIT, 0 PASS_UP, 5000 END
                    TCP | begin 200 200 | 0 TRANSMIT, 0 PASS_UP, 0 END
                    UDP | begin +600 100 +10000 404 +5000 | 0 TRANSMIT, 500 TRANSMIT, 600 PASS_UP, 1500 TRANSMIT, 5500 TRANSMIT, 9500 TRANSMIT, 10600 PASS_UP, 15600 END
                    UDP | begin 100 +32000 | 0 TRANSMIT, 0 PASS_UP, 500 TRANSMIT, 4500 TRANSMIT, 8500 TRANSMIT, 12500 TRANSMIT, 16500 TRANSMIT, 20500 TRANSMIT, 24500 TRANSMIT, 28500 TRANSMIT, 32000 REPORT_TIMEOUT, 32000 END
                    UDP | begin error | 0 TRANSMIT, 0 REPORT_TRANSPORT_ERROR, 0 END
                    TCP | begin 100 error 200 | 0 TRANSMIT, 0 PASS_UP, 0 REPORT_TRANSPORT_ERROR, 0 END
                    """)
    void nonInviteClient(String transport, String script, String expected) {
        play(
                new NonInviteClientTransaction(TransactionConfig.DEFAULT, transport.equals("TCP")),
                script,
                expected);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    UDP | begin +199 again +1 again | 0 PASS_UP, 200 SEND_TRYING, 200 TRANSMIT
                    TCP | begin 100 +300 again | 0 PASS_UP, 0 KEEP, 0 TRANSMIT, 300 TRANSMIT
                    UDP | begin +100 180 +200 183 again | 0 PASS_UP, 100 KEEP, 100 TRANSMIT, 300 KEEP, 300 TRANSMIT, 300 TRANSMIT
                    UDP | begin 486 +32000 | 0 PASS_UP, 0 KEEP, 0 TRANSMIT, 500 TRANSMIT, 1500 TRANSMIT, 3500 TRANSMIT, 7500 TRANSMIT, 11500 TRANSMIT, 15500 TRANSMIT, 19500 TRANSMIT, 23500 TRANSMIT, 27500 TRANSMIT, 31500 TRANSMIT, 32000 REPORT_TIMEOUT, 32000 END
                    TCP | begin 486 +32000 | 0 PASS_UP, 0 KEEP, 0 TRANSMIT, 32000 REPORT_TIMEOUT, 32000 END
                    UDP | begin 486 +100 again +100 ack again ack +5000 | 0 PASS_UP, 0 KEEP, 0 TRANSMIT, 100 TRANSMIT, 5200 END
                    TCP | begin 486 +100 ack | 0 PASS_UP, 0 KEEP, 0 TRANSMIT, 100 END
                    UDP | begin 486 200 180 ack +5000 | 0 PASS_UP, 0 KEEP, 0 TRANSMIT, 5000 END
                    UDP | begin 200 again +500 200 486 ack +31500 200 | 0 PASS_UP, 0 KEEP, 0 TRANSMIT, 500 KEEP, 500 TRANSMIT, 500 PASS_UP, 32000 END
                    TCP | begin 200 +32000 | 0 PASS_UP, 0 KEEP, 0 TRANSMIT, 32000 END
                    UDP | begin 503 error | 0 PASS_UP, 0 KEEP, 0 TRANSMIT, 0 REPORT_TRANSPORT_ERROR, 0 END
                    """)
    void inviteServer(String transport, String script, String expected) {
        play(
                new InviteServerTransaction(
                        TransactionConfig.DEFAULT, transport.equals("TCP"), true),
                script,
                expected);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    UDP | begin again 200 again +31999 again 404 +1 again | 0 PASS_UP, 0 KEEP, 0 TRANSMIT, 0 TRANSMIT, 31999 TRANSMIT, 32000 END
                    TCP | begin 200 again | 0 PASS_UP, 0 KEEP, 0 TRANSMIT, 0 END
                    UDP | begin 100 again +1000 200 +32000 | 0 PASS_UP, 0 KEEP, 0 TRANSMIT, 0 TRANSMIT, 1000 KEEP, 1000 TRANSMIT, 33000 END
                    UDP | begin 200 error | 0 PASS_UP, 0 KEEP, 0 TRANSMIT, 0 END
                    TCP | begin +32000 200 | 0 PASS_UP, 32000 END
                    """)
    void nonInviteServer(String transport, String script, String expected) {
        play(
                new NonInviteServerTransaction(TransactionConfig.DEFAULT, transport.equals("TCP")),
                script,
                expected);
    }

    private static void play(TransactionMachine machine, String script, String expected) {
        FakeTimers timers = new FakeTimers(Instant.EPOCH);
        Run run = new Run(machine, timers);
        for (String step : script.split(" ", -1)) {
            switch (step) {
                case "begin" -> run.feed(Signal.BEGIN);
                case "again" -> run.feed(Signal.REQUEST_AGAIN);
                case "ack" -> run.feed(Signal.ACK);
                case "cancelled" -> run.feed(Signal.CANCELLED);
                case "error" -> run.feed(Signal.TRANSPORT_ERROR);
                default -> {
                    if (step.startsWith("+")) {
                        timers.advance(Duration.ofMillis(Long.parseLong(step.substring(1))));
                    } else {
                        run.feed(new Status(Integer.parseInt(step)));
                    }
                }
            }
        }
        assertThat(String.join(", ", run.done)).isEqualTo(expected);
        assertThat(machine.isTerminated()).isEqualTo(expected.endsWith("END"));
        if (machine.isTerminated()) {
            assertThat(timers.waiting()).isZero();
        }
    }

    /// Does nothing but write down.
    private static final class Run extends TransactionRun {
        private final TransactionMachine machine;
        private final FakeTimers timers;
        private final List<String> done = new ArrayList<>();

        Run(TransactionMachine machine, FakeTimers timers) {
            super(timers);
            this.machine = machine;
            this.timers = timers;
        }

        @Override
        TransactionMachine machine() {
            return machine;
        }

        @Override
        boolean perform(TransactionAction.Do action, Subject subject) {
            done.add(timers.instant().toEpochMilli() + " " + action);
            return true;
        }
    }
}
