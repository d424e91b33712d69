using System.Security.Cryptography;
using System.Text;
using CometHooks.Proof.Hubs;

namespace CometHooks.Proof.Hostility;

/// <summary>A plugin that throws and hangs in all that it is asked, beside the others.</summary>
internal static class PluginTrouble
{
    private const string Name = "HostilePlugin";
    private const int HangsUntilOff = 3;

    private const string Mapping = """
        version: 1
        source: hostile
        rules:
          - name: order
            on: order
            send: purchase
            once_per: id
            fields:
              email: email
              amount: 5
              order_id: id
        """;

    /// <summary>What the configuration says of it.</summary>
    public static string Install(HubFolder folder)
    {
        var plugin = folder.Write($"plugins/{Name}/{Name}.dll", "");
        File.Copy(Path.Combine(AppContext.BaseDirectory, $"{Name}.dll"), plugin, overwrite: true);
        folder.Write("mappings/hostile.yaml", Mapping);
        return $"plugins: [{Name}]\nplugins_folder: {Path.Combine(folder.Config, "plugins")}";
    }

    /// <summary>All ways to throw, one to hang while mapping, three to hang while verifying; then it is off.</summary>
    /// <returns>What was not as it must be.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(HubProcess hub, HostileTally tally, CancellationToken cancellationToken)
    {
        var wrong = new List<string>();
        await ExpectAsync("throw in verify", 401);
        foreach (var what in (string[])["throw in read", "nothing in read", "a null in read", "throw in facts", "throw in scope", "hang in facts", "as it should be"])
        {
            await ExpectAsync(what, 200);
        }

        await Task.WhenAll(Enumerable.Range(0, HangsUntilOff).Select(_ => ExpectAsync("hang in verify", 503)));
        await ExpectAsync("as it should be, but it is off", 503);
        using var client = new HttpClient { BaseAddress = hub.Admin };
        if (!(await client.GetStringAsync("/readyz", cancellationToken)).Contains("hung 3 times", StringComparison.Ordinal))
        {
            wrong.Add("readyz does not say that the plugin is off.");
        }

        return wrong;

        async Task ExpectAsync(string what, int status)
        {
            var body = Encoding.UTF8.GetBytes($$"""{"id":"{{what}}","do":"{{what}}","email":"ada@example.com"}""");
            var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(HubFolder.Secret), body));
            var answer = await RawClient.SendAsync(hub.Webhooks, RawClient.Post(hub.Webhooks, "/webhooks/hostile", [("X-Hostile-Signature", signature)], body), cancellationToken);
            if (answer.Status != status)
            {
                wrong.Add($"plugin, {what}: answered {answer.Status}, not {status}.");
            }

            if (answer.IsAcknowledged)
            {
                tally.Add($"plugin, {what}", answer, isAuthentic: true, must: true);
            }
        }
    }
}
