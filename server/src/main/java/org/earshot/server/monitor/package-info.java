/// How the server is, for machines: numbers for Prometheus ([org.earshot.server.monitor.Metrics]), and whether it lives and is ready
/// ([org.earshot.server.monitor.Checkup]), which is tried with real SIP. Served by [org.earshot.server.monitor.MonitorApi].
package org.earshot.server.monitor;
