package org.earshot.server.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.earshot.server.doctor.Complaint;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Looks for the usual mistakes.
@Command(
        name = "doctor",
        description = {
            "Looks for the usual mistakes, with the server running or not, and says how to mend them.",
            "Status 1: something keeps phones from being served as they should (marked with !)."
        })
final class DoctorCommand implements Callable<Integer> {
    @CommandLine.ParentCommand private AdminCommands admin;

    @Override
    public Integer call() {
        List<Complaint> complaints = admin.local().examine();
        admin.print(
                complaints.stream().map(DoctorCommand::fields).toList(),
                complaints.isEmpty()
                        ? "nothing wrong was found"
                        : complaints.stream()
                                .map(DoctorCommand::text)
                                .collect(Collectors.joining("\n")));
        return complaints.stream().anyMatch(Complaint::grave)
                ? CommandLine.ExitCode.SOFTWARE
                : CommandLine.ExitCode.OK;
    }

    private static String text(Complaint of) {
        return (of.grave() ? "! " : "  ")
                + of.about()
                + ": "
                + of.problem()
                + "\n      "
                + of.remedy();
    }

    private static Map<String, Object> fields(Complaint of) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("about", of.about());
        fields.put("grave", of.grave());
        fields.put("problem", of.problem());
        fields.put("remedy", of.remedy());
        return fields;
    }
}
