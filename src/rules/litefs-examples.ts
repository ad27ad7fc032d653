/** Files that the examples of the rules on LiteFS have in common. */

/** Brings LiteFS into an image and starts it. */
export const litefsDockerfile =
  'FROM node:24\nRUN apt-get update && apt-get install -y fuse3 ca-certificates\nCOPY --from=flyio/litefs:0.5 /usr/local/bin/litefs /usr/local/bin/litefs\nCOPY . .\nENTRYPOINT ["litefs", "mount"]\n';
/** Of machines that elect their primary. */
export const litefsConfig =
  'fuse:\n  dir: "/litefs"\ndata:\n  dir: "/var/lib/litefs"\nlease:\n  type: "consul"\n  advertise-url: "http://${HOSTNAME}.vm.${FLY_APP_NAME}.internal:20202"\n  consul:\n    url: "${FLY_CONSUL_URL}"\n    key: "litefs/app"\nexec:\n  - cmd: "node server.js"\n';
/** Ends in the table of the service. */
export const litefsFly =
  'app = "app"\nprimary_region = "ams"\n\n[mounts]\nsource = "litefs"\ndestination = "/var/lib/litefs"\n\n[http_service]\ninternal_port = 8080\n';
