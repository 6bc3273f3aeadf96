package org.earshot.server.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.earshot.common.text.Counted;
import org.earshot.common.text.ShownTime;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The queue of messages that were picked for review.
@Command(
        name = "review",
        description =
                "Messages that were picked for review. For officers; auditors see lists without what was written.",
        synopsisSubcommandLabel = "COMMAND")
final class ReviewCommands {
    @CommandLine.ParentCommand private AdminCommands admin;

    private ReviewAdministration review() {
        return admin.administration().review();
    }

    @Command(name = "list", description = "The queue, the oldest first, page by page.")
    int list(
            @Option(
                            names = "--state",
                            paramLabel = "STATE",
                            description = "Only what is open, taken, second, escalated or closed.")
                    Optional<String> state,
            @Option(
                            names = "--after",
                            paramLabel = "ITEM",
                            description = "The last one of the page before.")
                    Optional<String> after,
            @Option(names = "--limit", defaultValue = "50", description = "1 to 1000.") int limit) {
        List<ReviewAdministration.ItemFact> items = review().queue(state, after, limit);
        String more = items.size() == limit ? "\nmore: --after " + items.getLast().number() : "";
        admin.print(
                items.stream().map(ReviewCommands::describe).toList(),
                items.isEmpty()
                        ? "nothing to review"
                        : items.stream()
                                        .map(ReviewCommands::words)
                                        .collect(Collectors.joining("\n"))
                                + more);
        return 0;
    }

    @Command(name = "take", description = "Takes an item that nobody has.")
    int take(@Parameters(paramLabel = "ITEM") String number) {
        return print(review().take(number, admin.who()));
    }

    @Command(
            name = "assign",
            description = "Gives an item to an officer, also what another one has.")
    int assign(
            @Parameters(paramLabel = "ITEM") String number,
            @Parameters(paramLabel = "OFFICER") String officer) {
        return print(review().assign(number, officer, admin.who()));
    }

    @Command(
            name = "show",
            description = "An item with what was written. For officers; it is recorded.")
    int show(@Parameters(paramLabel = "ITEM") String number) {
        ReviewAdministration.ItemFact item = review().reviewItem(number, admin.who());
        Map<String, Object> fields = describe(item);
        RecordAdministration.RecordFact record =
                admin.administration().records().show(item.record());
        fields.put("facts", record.facts());
        StringBuilder text = new StringBuilder(words(item));
        item.verdicts().stream()
                .filter(verdict -> !verdict.note().isEmpty())
                .forEach(verdict ->
                        text.append("\n  ")
                                .append(verdict.officer())
                                .append(": ")
                                .append(verdict.note()));
        record.facts()
                .forEach((name, values) ->
                        values.forEach(value ->
                                text.append("\n  ").append(name).append(": ").append(value)));
        if (record.hasContent()) {
            text.append("\n\n").append(RecordCommand.content(admin, item.record(), fields));
        }
        admin.print(fields, text.toString());
        return 0;
    }

    @Command(
            name = "close",
            description =
                    "Says what an item is that one has taken. With four eyes another officer has to say the same.")
    int close(
            @Parameters(paramLabel = "ITEM") String number,
            @Option(
                            names = "--disposition",
                            required = true,
                            paramLabel = "DISPOSITION",
                            description = "no-issue, escalate or violation.")
                    String disposition,
            @Option(names = "--note-stdin", description = "A note comes on standard input.")
                    boolean note) {
        return print(review().decide(number, disposition, note ? admin.input() : "", admin.who()));
    }

    @Command(
            name = "recuse",
            description = {
                "An officer does not review messages of an address: the officer's own, say.",
                "With --end again; another officer has to say that."
            })
    int recuse(
            @Parameters(paramLabel = "OFFICER") String officer,
            @Parameters(paramLabel = "AOR") String address,
            @Option(names = "--end") boolean end) {
        review().recuse(officer, address, !end, admin.who());
        admin.print(
                Map.of("officer", officer, "address", address, "recused", !end),
                officer + (end ? " reviews " : " does not review ") + address);
        return 0;
    }

    @Command(name = "recusals", description = "Whose messages officers do not review.")
    int recusals() {
        Map<String, ?> recusals = review().recusals();
        admin.print(
                recusals,
                recusals.isEmpty()
                        ? "none"
                        : recusals.entrySet().stream()
                                .map(entry -> entry.getKey() + "  " + entry.getValue())
                                .collect(Collectors.joining("\n")));
        return 0;
    }

    @Command(
            name = "verify",
            description = {
                "Compares the queue with the record: whether what was picked is in it, with all that was done about it.",
                "The exit status is 1 where something does not fit."
            })
    int verify() {
        ReviewAdministration.QueueFact queue = review().compareQueue();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("fits", queue.fits());
        fields.put("picked", queue.picked());
        fields.put("missing", queue.missing());
        fields.put("setBack", queue.setBack());
        fields.put("damaged", queue.damaged());
        fields.put("unknown", queue.unknown());
        fields.put("unreadable", queue.unreadable());
        fields.put("notCompared", queue.closed());
        StringBuilder text =
                new StringBuilder(
                        (queue.fits() ? "the queue fits the record: " : "the queue DOES NOT FIT: ")
                                + Counted.of(queue.picked(), "message was", "messages were")
                                + " picked");
        queue.missing()
                .forEach((message, said) ->
                        text.append("\nnot in the queue: ")
                                .append(message)
                                .append(", picked in ")
                                .append(said));
        items(text, "has lost steps that were recorded: item ", queue.setBack());
        items(text, "was changed: item ", queue.damaged());
        items(text, "is not in the record: item ", queue.unknown());
        items(
                text,
                "somebody changed or emptied what the record says of the queue in: ",
                queue.unreadable());
        items(text, "not compared, its key is not on this node: ", queue.closed());
        admin.print(fields, text.toString());
        return queue.fits() ? 0 : 1;
    }

    private static void items(StringBuilder text, String words, List<?> items) {
        items.forEach(item -> text.append('\n').append(words).append(item));
    }

    private int print(ReviewAdministration.ItemFact item) {
        admin.print(describe(item), words(item));
        return 0;
    }

    private static Map<String, Object> describe(ReviewAdministration.ItemFact item) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("item", item.number());
        fields.put("record", item.record());
        fields.put("queuedAt", item.queuedAt().toString());
        fields.put("state", item.state());
        item.holder().ifPresent(holder -> fields.put("takenBy", holder));
        fields.put("severity", item.severity());
        fields.put("rules", item.causes());
        fields.put("disposition", item.disposition());
        fields.put("decided", item.verdicts().stream().map(ReviewCommands::describe).toList());
        return fields;
    }

    private static Map<String, Object> describe(ReviewAdministration.VerdictFact verdict) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("officer", verdict.officer());
        fields.put("disposition", verdict.disposition());
        fields.put("at", verdict.at().toString());
        fields.put("note", verdict.note());
        return fields;
    }

    private static String words(ReviewAdministration.ItemFact item) {
        return item.number()
                + "  "
                + ShownTime.of(item.queuedAt())
                + "  "
                + item.severity()
                + "  "
                + item.state()
                + item.holder().map(holder -> " by " + holder).orElse("")
                + (item.disposition().isEmpty() ? "" : " as " + item.disposition())
                + "  "
                + String.join(", ", item.causes())
                + item.verdicts().stream()
                        .map(verdict ->
                                "  "
                                        + verdict.officer()
                                        + (verdict.disposition().isEmpty()
                                                ? " has decided"
                                                : ": " + verdict.disposition()))
                        .collect(Collectors.joining())
                + "  "
                + item.record();
    }
}
