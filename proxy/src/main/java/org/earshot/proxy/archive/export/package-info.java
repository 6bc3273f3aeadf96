/// Writing what a search finds into files for a court or an auditor: JSON, CSV, mail, and what proves that the record has it. See
/// docs/decisions/0020 and docs/archive-format.md.
package org.earshot.proxy.archive.export;
