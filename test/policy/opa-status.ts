/**
 * The status update that OPA documents (openpolicyagent.org/docs/management-status), about one of our bundles; a comma that the page leaves out before `name` is put in.
 * `more` are fields of the bundle that come first, each with its comma.
 */
export function documentedStatus({
  bundle,
  revision,
  more,
}: {
  readonly bundle: string;
  readonly revision: string;
  readonly more: string;
}): string {
  return `{
  "labels": {
    "app": "my-example-app",
    "id": "1780d507-aea2-45cc-ae50-fa153c8e4a5a",
    "version": "0.62.1"
  },
  "bundles": {
    "${bundle}": {${more}
      "active_revision": "${revision}",
      "last_request": "2018-01-01T00:00:00.000Z",
      "last_successful_request": "2018-01-01T00:00:00.000Z",
      "last_successful_download": "2018-01-01T00:00:00.000Z",
      "last_successful_activation": "2018-01-01T00:00:00.000Z",
      "metrics": {
        "timer_rego_data_parse_ns": 12345,
        "timer_rego_module_compile_ns": 12345,
        "timer_rego_module_parse_ns": 12345
      },
      "name": "${bundle}",
      "size": 1048576,
      "type": "snapshot"
    }
  },
  "plugins": {
    "bundle": {
      "state": "OK"
    },
    "discovery": {
      "state": "OK"
    },
    "status": {
      "state": "OK"
    }
  },
  "metrics": {
    "prometheus": {
      "go_gc_duration_seconds": {
        "name": "go_gc_duration_seconds",
        "help": "A summary of the pause duration of garbage collection cycles.",
        "type": "SUMMARY",
        "metric": [
          {
            "summary": {
              "sampleCount": "1",
              "sampleSum": 4.1765e-05,
              "quantile": [
                {
                  "quantile": 0,
                  "value": 4.1765e-05
                }
              ]
            }
          }
        ]
      }
    }
  }
}`;
}
