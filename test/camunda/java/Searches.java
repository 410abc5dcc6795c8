import io.camunda.client.CamundaClient;
import io.camunda.client.CredentialsProvider;
import io.camunda.client.api.worker.JobWorker;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What only 8.8's Java client does, over REST and with a token of an OpenID Connect issuer: user tasks, searches, incidents.
 * Arguments: gRPC address, REST address, folder with the diagrams, token address, client id, client secret, audience.
 */
public class Searches {
  public static void main(final String[] args) throws Exception {
    final CredentialsProvider credentials =
        CredentialsProvider.newCredentialsProviderBuilder()
            .authorizationServerUrl(args[3])
            .clientId(args[4])
            .clientSecret(args[5])
            .audience(args[6])
            .credentialsCachePath(Path.of(args[2], "credentials").toString())
            .build();
    try (CamundaClient client =
        CamundaClient.newClientBuilder()
            .grpcAddress(URI.create(args[0]))
            .restAddress(URI.create(args[1]))
            .preferRestOverGrpc(true)
            .credentialsProvider(credentials)
            .build()) {
      for (final String name : List.of("check.bpmn", "sign.bpmn")) {
        client.newDeployResourceCommand().addResourceFile(Path.of(args[2], name).toString()).send().join();
      }
      userTask(client);
      incident(client);
    }
  }

  private static void userTask(final CamundaClient client) {
    final long key = start(client, "sign");
    final var task =
        client.newUserTaskSearchRequest().filter(f -> f.processInstanceKey(key)).send().join().items().get(0);
    say("task", task.getElementId() + " " + task.getState() + " " + task.getCandidateGroups());
    client.newAssignUserTaskCommand(task.getUserTaskKey()).assignee("clerk-1").send().join();
    say("assignee", client.newUserTaskGetRequest(task.getUserTaskKey()).send().join().getAssignee());
    client.newCompleteUserTaskCommand(task.getUserTaskKey()).variables(Map.of("signed", true)).send().join();
    say("instance", client.newProcessInstanceGetRequest(key).send().join().getState());
    final var instances =
        client
            .newProcessInstanceSearchRequest()
            .filter(f -> f.processInstanceKey(key).variables(Map.of("caseNo", "\"C-1\"")).startDate(d -> d.exists(true)))
            .sort(s -> s.startDate().desc())
            .page(p -> p.limit(5))
            .send()
            .join();
    say("found", instances.page().totalItems() + " " + instances.items().get(0).getProcessDefinitionId());
    final var elements =
        client.newElementInstanceSearchRequest().filter(f -> f.processInstanceKey(key)).sort(s -> s.startDate().asc()).send().join();
    say("elements", elements.items().stream().map(e -> e.getElementId() + " " + e.getState()).toList());
    final var definitions =
        client.newProcessDefinitionSearchRequest().filter(f -> f.processDefinitionId("sign")).send().join();
    say("definition", definitions.items().get(0).getResourceName() + " " + definitions.items().get(0).getVersion());
    final var variables = client.newVariableSearchRequest().filter(f -> f.processInstanceKey(key)).send().join();
    say(
        "variables",
        variables.items().stream().collect(Collectors.toMap(v -> v.getName(), v -> v.getValue(), (a, b) -> b, TreeMap::new)));
  }

  private static void incident(final CamundaClient client) throws InterruptedException {
    final long key = start(client, "check");
    try (JobWorker worker =
        client
            .newWorker()
            .jobType("check")
            .handler((jobs, job) -> {
              if (Boolean.TRUE.equals(job.getVariablesAsMap().get("repaired"))) jobs.newCompleteCommand(job).send().join();
              else jobs.newFailCommand(job).retries(0).errorMessage("down").send().join();
            })
            .timeout(Duration.ofSeconds(30))
            .open()) {
      var found = List.<io.camunda.client.api.search.response.Incident>of();
      while (found.isEmpty()) {
        found = client.newIncidentSearchRequest().filter(f -> f.processInstanceKey(key)).send().join().items();
        Thread.sleep(50);
      }
      final var incident = found.get(0);
      say("incident", incident.getErrorType() + " " + incident.getErrorMessage() + " " + incident.getState());
      client.newSetVariablesCommand(key).variables(Map.of("repaired", true)).send().join();
      client.newUpdateRetriesCommand(incident.getJobKey()).retries(1).send().join();
      client.newResolveIncidentCommand(incident.getIncidentKey()).send().join();
      Object state = null;
      while (!"COMPLETED".equals(String.valueOf(state))) {
        state = client.newProcessInstanceGetRequest(key).send().join().getState();
        Thread.sleep(50);
      }
      say("repaired", state);
    }
  }

  private static long start(final CamundaClient client, final String process) {
    return client
        .newCreateInstanceCommand()
        .bpmnProcessId(process)
        .latestVersion()
        .variables(Map.of("caseNo", "C-1"))
        .send()
        .join()
        .getProcessInstanceKey();
  }

  private static void say(final String errand, final Object what) {
    System.out.println(errand + ": " + what);
  }
}
