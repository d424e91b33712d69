using CometHooks.Cli.Demo;
using CometHooks.Store;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.Samples;

namespace CometHooks.Tests.FrontDoor;

/// <summary>The commands, as scripts call them.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task Check_of_the_shipped_configuration_holds_and_secrets_that_are_not_set_are_warnings()
    {
        var check = await Command.RunAsync("check", "--config", ShippedFiles.Folder, "--json");

        Assert.True(check.ExitCode == 0, check.Output);
        Assert.True((bool)check.Json["ok"]!);
        Assert.Empty(check.Json["problems"]!.AsArray());
        Assert.Contains(check.Json["warnings"]!.AsArray(), w => ((string)w!["message"]!).Contains("STRIPE_WEBHOOK_SECRET", StringComparison.Ordinal));
        Assert.Equal(ShippedFiles.Mappings, check.Json["mappings"]!.AsArray().Select(m => (string)m!["name"]!));
        Assert.All(check.Json["mappings"]!.AsArray(), m => Assert.Equal(0, (int)m!["examples_failed"]!));
    }

    [Fact]
    public async Task Check_says_why_serve_would_not_start_although_the_files_hold()
    {
        var check = await Command.RunAsync("check", "--config", ShippedFiles.Folder);
        var json = await Command.RunAsync("check", "--config", ShippedFiles.Folder, "--json");

        Assert.Equal(0, check.ExitCode);
        Assert.Contains("the files hold (", check.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("all holds", check.Output, StringComparison.Ordinal);
        Assert.Contains("But serve would not start here: no endpoint is on", check.Output, StringComparison.Ordinal);
        Assert.Contains("no endpoint is on", (string)Assert.Single(json.Json["of_start"]!.AsArray())!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ends_with_1_where_an_example_does_not_hold_and_names_its_line()
    {
        using var folder = new HubFolder("http://127.0.0.1:1/");
        folder.Write("mappings/calendly.yaml", folder.Read("mappings/calendly.yaml").Replace("full_name: Ada Example", "full_name: Somebody Else", StringComparison.Ordinal));

        var check = await Command.RunAsync("check", "--config", folder.Config, "--json");

        Assert.Equal(1, check.ExitCode);
        var problem = Assert.Single(check.Json["problems"]!.AsArray())!;
        Assert.Equal("mappings/calendly.yaml", (string?)problem["file"]);
        Assert.True((int)problem["line"]! > 1);
        Assert.Contains("full_name should be 'Somebody Else', but is 'Ada Example'", (string?)problem["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_ends_as_expected()
    {
        var demo = await Command.RunAsync("demo", "--json");

        Assert.True(demo.ExitCode == 0, demo.Output);
        Assert.True((bool)demo.Json["ok"]!);
        Assert.Equal(["stripe", "shopify", "calendly"], demo.Json["webhooks"]!.AsArray().Select(w => (string)w!["source"]!).Distinct());
    }

    [Theory]
    [InlineData("stripe", "charge.succeeded")]
    [InlineData("shopify", "orders_paid")]
    [InlineData("calendly", "invitee.created")]
    public async Task Send_with_a_count_makes_as_many_effects(string source, string sample)
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = new HubFolder(cometly.Url);
        await using var hub = await RunningHub.StartAsync(folder);

        var send = await Command.RunAsync(
            "send", source, sample, "--config", folder.Config, "--count", "3", "--url", hub.Url($"/webhooks/{source}").ToString(), "--secret", HubFolder.Secret, "--json");
        await Until.True(async () => (await hub.Archive.CountAsync(TestContext.Current.CancellationToken)).Conversions.GetValueOrDefault(ConversionState.Delivered) == 3, "all three are delivered");

        Assert.Equal(0, send.ExitCode);
        Assert.Equal((3, 3), ((int)send.Json["sent"]!, (int)send.Json["answers"]!["200"]!));
        Assert.Equal(3, cometly.Effects.Count);
    }

    [Fact]
    public async Task Send_ends_with_1_where_the_hub_refuses()
    {
        using var folder = new HubFolder("http://127.0.0.1:1/");
        await using var hub = await RunningHub.StartAsync(folder);

        var send = await Command.RunAsync("send", "stripe", "charge.succeeded", "--config", folder.Config, "--url", hub.Url("/webhooks/stripe").ToString(), "--secret", "another", "--json");

        Assert.Equal((1, 1), (send.ExitCode, (int)send.Json["answers"]!["401"]!));
    }

    [Fact]
    public async Task Serve_ends_with_2_and_says_so_where_its_port_is_taken()
    {
        using var folder = new HubFolder("http://127.0.0.1:1/");
        await using var hub = await RunningHub.StartAsync(folder);
        using var second = new HubFolder("http://127.0.0.1:1/");
        second.Configure(
            [HubFolder.Endpoint("stripe", "stripe")],
            further: $"listen: {{ webhooks: \"{hub.Url("").GetLeftPart(UriPartial.Authority)}\", admin: \"http://127.0.0.1:0\" }}\nstore: {{ path: {Path.Combine(second.Config, "second.db")} }}");

        var serve = await Command.RunAsync("serve", "--config", second.Config);

        Assert.Equal(2, serve.ExitCode);
        Assert.Contains(serve.Lines, line => line.StartsWith("error: cannot listen on http://127.0.0.1:", StringComparison.Ordinal) && line.Contains("listen.webhooks", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Health_ends_with_0_while_the_hub_lives_and_with_1_after()
    {
        using var folder = new HubFolder("http://127.0.0.1:1/");
        using var asked = new HubFolder("http://127.0.0.1:1/");
        CommandResult alive;
        await using (var hub = await RunningHub.StartAsync(folder))
        {
            asked.Configure([HubFolder.Endpoint("stripe", "stripe")], further: $"listen: {{ webhooks: \"{hub.Url("").GetLeftPart(UriPartial.Authority)}\" }}");
            alive = await Command.RunAsync("health", "--config", asked.Config);
        }

        var gone = await Command.RunAsync("health", "--config", asked.Config);

        Assert.Equal((0, 1), (alive.ExitCode, gone.ExitCode));
    }
}
