/// What phones claim of how calls were heard (RFC 6035), kept in memory and by JDBC.
package org.earshot.registrar.quality;
