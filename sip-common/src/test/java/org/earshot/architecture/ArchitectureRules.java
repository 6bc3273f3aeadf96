package org.earshot.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/// The import table of docs/architecture.md, as rules. Each module checks its own classes against all
/// of them: a rule about packages that a module does not have holds there by itself.
public final class ArchitectureRules {

    private ArchitectureRules() {}

    /// All rules.
    public static List<ArchRule> all() {
        return List.of(
                named(
                        "common knows neither role nor phone",
                        noClasses()
                                .that()
                                .resideInAPackage("org.earshot.common..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(
                                        "org.earshot.registrar..",
                                        "org.earshot.proxy..",
                                        "org.earshot.server..",
                                        "org.earshot.softphone..")),
                named(
                        "the registrar does not know proxy and server",
                        noClasses()
                                .that()
                                .resideInAPackage("org.earshot.registrar..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("org.earshot.proxy..", "org.earshot.server..")),
                named(
                        "the proxy does not know registrar and server",
                        noClasses()
                                .that()
                                .resideInAPackage("org.earshot.proxy..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(
                                        "org.earshot.registrar..", "org.earshot.server..")),
                named(
                        "the proxy only reads the location service",
                        noClasses()
                                .that()
                                .resideInAPackage("org.earshot.proxy..")
                                .should()
                                .dependOnClassesThat()
                                .haveFullyQualifiedName(
                                        "org.earshot.common.location.BindingStore")),
                named(
                        "the JAIN-SIP implementation stays behind common.stack",
                        noClasses()
                                .that()
                                .resideOutsideOfPackage("org.earshot.common.stack..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("gov.nist..")),
                named(
                        "media knows no SIP, no SDP, no window",
                        noClasses()
                                .that()
                                .resideInAPackage("org.earshot.softphone.media..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(
                                        "org.earshot.softphone.ua..",
                                        "org.earshot.softphone.ui..",
                                        "org.earshot.softphone.sdp..",
                                        "org.earshot.softphone.store..",
                                        "org.earshot.common..",
                                        "javax.sip..",
                                        "javax.sdp..",
                                        "javax.swing..",
                                        "java.awt..")),
                named(
                        "files know no SIP, no SDP, no window and no database",
                        noClasses()
                                .that()
                                .resideInAPackage("org.earshot.softphone.file..")
                                .should()
                                .dependOnClassesThat(
                                        resideInAnyPackage(
                                                        "org.earshot.softphone..",
                                                        "org.earshot.common..",
                                                        "javax.sip..",
                                                        "javax.sdp..",
                                                        "javax.swing..",
                                                        "java.awt..",
                                                        "java.sql..")
                                                .and(
                                                        not(
                                                                resideInAnyPackage(
                                                                        "org.earshot.softphone.file..",
                                                                        "org.earshot.softphone.media.dtls..",
                                                                        "org.earshot.common.msrp..",
                                                                        "org.earshot.common.file.."))))),
                named(
                        "finding neighbours knows nothing of phones",
                        noClasses()
                                .that()
                                .resideInAPackage("org.earshot.softphone.mdns..")
                                .should()
                                .dependOnClassesThat(
                                        resideInAnyPackage(
                                                        "org.earshot.softphone..",
                                                        "org.earshot.common..",
                                                        "javax.sip..",
                                                        "javax.swing..",
                                                        "java.awt..",
                                                        "java.sql..")
                                                .and(
                                                        not(
                                                                resideInAnyPackage(
                                                                        "org.earshot.softphone.mdns..",
                                                                        "org.earshot.common.address.."))))),
                named(
                        "sdp knows neither user agent nor window",
                        noClasses()
                                .that()
                                .resideInAPackage("org.earshot.softphone.sdp..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(
                                        "org.earshot.softphone.ua..",
                                        "org.earshot.softphone.ui..",
                                        "org.earshot.softphone.cli..",
                                        "org.earshot.softphone.store..")),
                named(
                        "the user agent knows no window and no database",
                        noClasses()
                                .that()
                                .resideInAPackage("org.earshot.softphone.ua..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(
                                        "org.earshot.softphone.ui..",
                                        "org.earshot.softphone.cli..",
                                        "org.earshot.softphone.store..",
                                        "javax.swing..",
                                        "java.awt..",
                                        "java.sql..")),
                named(
                        "the faces know the user agent only",
                        noClasses()
                                .that()
                                .resideInAnyPackage(
                                        "org.earshot.softphone.cli..", "org.earshot.softphone.ui..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(
                                        "org.earshot.softphone.media..",
                                        "org.earshot.softphone.sdp..",
                                        "org.earshot.softphone.store..",
                                        "javax.sip..",
                                        "javax.sdp..")),
                named(
                        "nobody imports app",
                        noClasses()
                                .that()
                                .resideOutsideOfPackage("org.earshot.softphone.app..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("org.earshot.softphone.app..")),
                named(
                        "only the window paints",
                        noClasses()
                                .that()
                                .resideOutsideOfPackages(
                                        "org.earshot.softphone.ui..", "org.earshot.softphone.app..")
                                .and()
                                // the JDK's decoders of images give AWT's images
                                .doNotHaveFullyQualifiedName("org.earshot.server.people.ImageCodec")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("javax.swing..", "java.awt..")),
                named(
                        "SQL has one home",
                        noClasses()
                                .that()
                                .haveSimpleNameNotStartingWith("Jdbc")
                                .and()
                                .haveNameNotMatching(".*\\.Jdbc[A-Za-z]*\\$.*")
                                .and()
                                .resideOutsideOfPackage("org.earshot..db..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("java.sql..", "org.jdbi..")),
                named(
                        "time is an argument",
                        noClasses()
                                .should()
                                .callMethod(System.class, "currentTimeMillis")
                                .orShould()
                                .callMethod(Instant.class, "now")
                                .orShould()
                                .callMethod(Clock.class, "systemUTC")
                                .orShould()
                                .callMethod(Thread.class, "sleep", long.class)
                                .orShould()
                                .callMethod(Thread.class, "sleep", java.time.Duration.class)),
                named(
                        "nothing static changes",
                        fields().that()
                                .areStatic()
                                .and()
                                .doNotHaveModifier(SYNTHETIC)
                                .should()
                                .beFinal()),
                named(
                        "packages have no cycles",
                        slices().matching("org.earshot.(**)").should().beFreeOfCycles()));
    }

    private static final com.tngtech.archunit.core.domain.JavaModifier SYNTHETIC =
            com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;

    /// The classes of the module under test, without its tests.
    public static JavaClasses moduleClasses() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
                .importPackages("org.earshot");
    }

    private static ArchRule named(String name, ArchRule rule) {
        return rule.as(name).allowEmptyShould(true);
    }
}
