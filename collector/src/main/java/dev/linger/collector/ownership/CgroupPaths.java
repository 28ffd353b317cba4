// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.ownership;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the path of a cgroup, from its own directory upwards; the first that says something wins:
 *
 * <pre>
 *  /                                                            shared
 *  /system.slice/nginx.service                                  nginx
 *  /system.slice/nginx.service/worker                           nginx
 *  /system.slice/docker-&lt;id&gt;.scope, /docker/&lt;id&gt;                container
 *  /kubepods.slice/.../kubepods-pod&lt;uid&gt;.slice/cri-&lt;id&gt;.scope   container of a pod
 *  /user.slice/user-1000.slice/session-2.scope                  shared
 *  /user.slice/user-1000.slice/user@1000.service                shared
 *  /user.slice/.../user@1000.service/app.slice/sync.service     sync
 *  /billing                                                     billing
 * </pre>
 */
final class CgroupPaths {
    private static final Pattern CONTAINER =
            Pattern.compile("(?:[a-z-]+[-:])?([0-9a-f]{64})(?:\\.scope)?");
    private static final Pattern POD =
            Pattern.compile(
                    "pod([0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12})");
    private static final Pattern SESSION =
            Pattern.compile(
                    "session-[^/]+\\.scope|user@\\d+\\.service|user-\\d+\\.slice|init\\.scope");
    private static final String SERVICE_SUFFIX = ".service";
    private static final String SCOPE_SUFFIX = ".scope";

    private CgroupPaths() {}

    /**
     * What a cgroup is for.
     *
     * @param path below the mount point, beginning with a slash
     */
    static CgroupRole roleOf(String path) {
        String[] directories = path.split("/");
        for (int i = directories.length - 1; i > 0; i--) {
            String directory = directories[i];
            Matcher container = CONTAINER.matcher(directory);
            if (container.matches()) {
                return new CgroupRole.Container(container.group(1), podUid(path));
            }
            if (SESSION.matcher(directory).matches()) {
                return new CgroupRole.Shared();
            }
            if (directory.endsWith(SERVICE_SUFFIX)) {
                return service(directory, SERVICE_SUFFIX);
            }
        }
        return directories.length == 0 ? new CgroupRole.Shared() : own(directories);
    }

    private static CgroupRole own(String[] directories) {
        String directory = directories[directories.length - 1];
        if (directory.isEmpty()) {
            return new CgroupRole.Shared();
        }
        return directory.endsWith(SCOPE_SUFFIX)
                ? service(directory, SCOPE_SUFFIX)
                : new CgroupRole.Service(directory);
    }

    private static CgroupRole service(String directory, String suffix) {
        return new CgroupRole.Service(directory.substring(0, directory.length() - suffix.length()));
    }

    private static String podUid(String path) {
        Matcher pod = POD.matcher(path);
        return pod.find() ? pod.group(1).replace('_', '-') : "";
    }
}
