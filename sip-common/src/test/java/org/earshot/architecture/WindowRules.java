package org.earshot.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The layers of the phone's window (decision 98), as rules.
final class WindowRules {
    private static final String WINDOW = "org.earshot.softphone.ui";

    /// What every part of the window stands on.
    private static final String[] BASE = {"words", "look", "desktop", "model", "rows"};

    private WindowRules() {}

    static List<ArchRule> all() {
        List<ArchRule> rules = new ArrayList<>();
        rules.add(knows("words"));
        rules.add(knows("look", "words"));
        rules.add(knows("desktop", "words", "look"));
        rules.add(knows("model", "words", "look"));
        rules.add(knows("rows", "words", "look", "model"));
        for (String part : List.of("account", "chat", "find", "journal", "sound")) {
            rules.add(knows(part, BASE));
        }
        rules.add(knows("group", with("find")));
        rules.add(knows("call", with("group", "sound")));
        rules.add(paintsNothing("words", "javax.swing..", "java.awt..", "com.formdev.."));
        // somebody's picture is an image of AWT's
        rules.add(paintsNothing("model", "javax.swing..", "com.formdev.."));
        return rules;
    }

    private static String[] with(String... parts) {
        return Stream.concat(Arrays.stream(BASE), Arrays.stream(parts)).toArray(String[]::new);
    }

    /// Of the window, a package knows itself and these.
    private static ArchRule knows(String part, String... others) {
        String[] known =
                Stream.concat(Stream.of(part), Arrays.stream(others))
                        .map(WindowRules::named)
                        .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(named(part))
                .should()
                .dependOnClassesThat(
                        resideInAPackage(WINDOW + "..").and(not(resideInAnyPackage(known))))
                .as("of the window, ui." + part + " knows only " + List.of(known))
                .allowEmptyShould(true);
    }

    private static ArchRule paintsNothing(String part, String... packages) {
        return noClasses()
                .that()
                .resideInAPackage(named(part))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .as("ui." + part + " paints nothing")
                .allowEmptyShould(true);
    }

    private static String named(String part) {
        return WINDOW + "." + part + "..";
    }
}
