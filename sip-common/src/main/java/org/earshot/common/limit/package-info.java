/// How often something may be done.
package org.earshot.common.limit;
