/// Configuration: YAML and `--set` into records, checked at the start. A message always names the key.
/// Start reading at [ConfigReader].
package org.earshot.common.config;
