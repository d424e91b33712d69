using CometHooks.Configuration;

namespace CometHooks.Tests.Configuration;

/// <summary>What an admin is told about the configuration.</summary>
public sealed class HubConfigurationTests
{
    private const string Good = """
        endpoints:
          stripe: { source: stripe, secrets: ["${STRIPE_WEBHOOK_SECRET}"], mapping: mappings/stripe.yaml, destination: main }
        destinations:
          main: { token: "${COMETLY_API_TOKEN}" }
        """;

    [Fact]
    public void All_errors_are_reported_at_once_each_with_its_place_and_what_to_do()
    {
        using var folder = new ConfigurationFolder("""
            listen: { webhooks: "https://0.0.0.0:8443", admin: 8081 }
            trusted_proxies: 10.0.0.1
            endpoints:
              stripe:
                source: stirpe
                secrets: whsec_1
                mapping: mappings/none.yaml
                destinatoin: main
                tolerance: 5 minutes
              shopify:
                source: shopify
                mapping: mappings/shopify.yaml
                destination: mian
                shop: my shop
                secrets: ["file:/nowhere/secret"]
              calendly:
                source: calendly
                destination: main
                enabled: perhaps
                phone_country: USA
            destinations:
              main:
                url: http://app.cometly.com/events
                per_minute: sixty
                test_events: maybe
                currency: dollars
                token: { a: b }
            stroe: { path: x.db }
            limits: { body: 5MB }
            log: { format: xml }
            """, "mappings/shopify.yaml");

        Assert.Null(folder.Load(("Destinations__main__Tokn", "x"), ("Store__Provider__x", "y"), ("Endpoints__stripe__Secrets__first", "z")));

        Assert.Equal("""
            config/comethooks.yaml:1:11: 'listen.webhooks' must be an address such as http://0.0.0.0:8080 (TLS ends at the proxy in front of the hub), not 'https://0.0.0.0:8443'.
            config/comethooks.yaml:1:45: 'listen.admin' must be an address such as http://0.0.0.0:8080 (TLS ends at the proxy in front of the hub), not '8081'.
            config/comethooks.yaml:2:1: 'trusted_proxies' must be a list: write [ … ] around it, also for one value.
            config/comethooks.yaml:4:3: 'endpoints.stripe.destination' is missing. Known: main.
            config/comethooks.yaml:5:5: 'endpoints.stripe.source' names an unknown source 'stirpe'. Did you mean 'stripe'?
            config/comethooks.yaml:6:5: 'endpoints.stripe.secrets' must be a list: write [ … ] around it, also for one value.
            config/comethooks.yaml:7:5: 'endpoints.stripe.mapping' names a file that does not exist: 'mappings/none.yaml', looked for in 'config'.
            config/comethooks.yaml:8:5: unknown key 'endpoints.stripe.destinatoin'. Did you mean 'destination'?
            config/comethooks.yaml:9:5: 'endpoints.stripe.tolerance' must be a duration such as 500ms, 300s, 30m, 25h or 7d, not '5 minutes'.
            config/comethooks.yaml:13:5: 'endpoints.shopify.destination' names an unknown destination 'mian'. Did you mean 'main'?
            config/comethooks.yaml:14:5: 'endpoints.shopify.shop' must be the shop's domain such as my-shop.myshopify.com, not 'my shop'.
            config/comethooks.yaml:15:15: cannot read the secret's file '/nowhere/secret': it does not exist. Create it, or make it readable for the user that runs the hub.
            config/comethooks.yaml:16:3: 'endpoints.calendly.mapping' is missing: name the mapping file, for example mappings/stripe.yaml.
            config/comethooks.yaml:19:5: 'endpoints.calendly.enabled' must be true or false, not 'perhaps'.
            config/comethooks.yaml:20:5: 'endpoints.calendly.phone_country' must be a country's two letters such as US, not 'USA'.
            config/comethooks.yaml:23:5: 'destinations.main.url' must be an https:// URL (http:// only on loopback), not 'http://app.cometly.com/events'.
            config/comethooks.yaml:24:5: 'destinations.main.per_minute' must be a whole number, not 'sixty'.
            config/comethooks.yaml:25:5: 'destinations.main.test_events' must be refuse or send, not 'maybe'.
            config/comethooks.yaml:26:5: 'destinations.main.currency' must be three letters such as USD, not 'dollars'.
            config/comethooks.yaml:27:5: 'destinations.main.token' must be a single value, not 'name: value' lines.
            config/comethooks.yaml:28:1: unknown key 'stroe'. Did you mean 'store'?
            config/comethooks.yaml:29:11: 'limits.body' must be a size such as 65536, 512KiB or 5MiB, not '5MB'.
            config/comethooks.yaml:30:8: 'log.format' must be auto or json or text, not 'xml'.
            environment variable Destinations__main__Tokn: leads to no setting: 'Tokn' is not known there. Did you mean 'token'?
            environment variable Store__Provider__x: goes too deep: 'provider' is a single value.
            """, folder.Text(folder.Problems));
    }

    [Fact]
    public void A_tab_is_an_error_with_its_place_and_hides_no_other()
    {
        using var folder = new ConfigurationFolder("endpoints:\n\tstripe: {}\nstroe: {}\n");

        Assert.Null(folder.Load());

        var lines = folder.Text(folder.Problems).Split('\n');
        Assert.Contains("config/comethooks.yaml:2:1: YAML does not allow tabs in front of a line: write two spaces for each step.", lines);
        Assert.Contains("config/comethooks.yaml:3:1: unknown key 'stroe'. Did you mean 'store'?", lines);
    }

    [Fact]
    public void A_folder_without_the_file_says_how_to_name_another()
    {
        using var folder = new ConfigurationFolder("");
        File.Delete(Path.Combine(folder.Path, HubConfiguration.FileName));

        Assert.Null(folder.Load());

        Assert.Equal("config/comethooks.yaml: the file cannot be read. Name its folder with --config or COMETHOOKS_CONFIG.", folder.Text(folder.Problems));
    }

    [Fact]
    public void Environment_variables_fill_references_and_outrank_the_file()
    {
        using var folder = new ConfigurationFolder(Good, "mappings/stripe.yaml", "mappings/other.yaml");

        var options = folder.Load(
            ("STRIPE_WEBHOOK_SECRET", "whsec_1"),
            ("COMETLY_API_TOKEN", "from-the-reference"),
            ("Endpoints__stripe__Secrets__1", "whsec_${2}"),
            ("ENDPOINTS__STRIPE__MAPPING", "mappings/other.yaml"),
            ("Destinations__main__per_minute", "7"),
            ("destinations__main__testevents", "send"),
            ("Store__Path", "other.db"),
            ("PATH", "/bin"),
            ("Trusted_Proxies__0", "10.0.0.0/8"))?.Options;

        Assert.Equal("", folder.Text(folder.Problems));
        Assert.Equal(["whsec_1", "whsec_${2}"], options!.Endpoints["stripe"].Secrets);
        Assert.Equal("mappings/other.yaml", options.Endpoints["stripe"].Mapping);
        Assert.Equal(("from-the-reference", 7, "send"), (options.Destinations["main"].Token, options.Destinations["main"].PerMinute, options.Destinations["main"].TestEvents));
        Assert.Equal("other.db", options.Store.Path);
        Assert.Equal(["10.0.0.0/8"], options.TrustedProxies);
    }

    [Fact]
    public void A_hub_on_postgres_does_not_start_without_a_connection_and_says_which_variable_to_set()
    {
        using var folder = new ConfigurationFolder(Good + "\nstore:\n  provider: postgres\n  connection: ${STORE_CONNECTION}\n", "mappings/stripe.yaml");

        var without = folder.Load(("STRIPE_WEBHOOK_SECRET", "s"), ("COMETLY_API_TOKEN", "t"));
        var with = folder.Load(("STRIPE_WEBHOOK_SECRET", "s"), ("COMETLY_API_TOKEN", "t"), ("STORE_CONNECTION", "Host=db"));

        Assert.Equal("", folder.Text(folder.Problems));
        Assert.Contains("'store.connection' is empty, so there is no store: set the environment variable STORE_CONNECTION.", Assert.Single(without!.StartProblems()).Message, StringComparison.Ordinal);
        Assert.Empty(with!.StartProblems());
        Assert.Equal("Host=db", with.Options.Store.Connection);
    }

    [Fact]
    public void An_environment_variable_can_make_an_endpoint_that_the_file_does_not_have()
    {
        using var folder = new ConfigurationFolder(Good, "mappings/stripe.yaml");

        var options = folder.Load(
            ("Endpoints__eu__source", "stripe"), ("Endpoints__eu__secrets__0", "s"), ("Endpoints__eu__mapping", "mappings/stripe.yaml"), ("Endpoints__eu__destination", "main"))?.Options;

        Assert.Equal(["stripe", "eu"], options!.Endpoints.Keys);
    }

    [Theory]
    [InlineData("destination: main", "destination: Main", "names an unknown destination 'Main'. Did you mean 'main'?")]
    [InlineData("source: stripe", "source: Stripe", "names an unknown source 'Stripe'. Did you mean 'stripe'?")]
    public void A_name_in_another_case_is_an_error_because_the_store_keeps_it_as_it_is_written(string right, string wrong, string message)
    {
        using var folder = new ConfigurationFolder(Good.Replace(right, wrong, StringComparison.Ordinal), "mappings/stripe.yaml");

        Assert.Null(folder.Load());

        Assert.Contains(message, folder.Text(folder.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("whsec_1\r")]
    [InlineData(" whsec_1")]
    [InlineData("whsec_\n1")]
    public void A_secret_that_was_copied_with_spaces_or_line_ends_is_an_error(string secret)
    {
        using var folder = new ConfigurationFolder(Good, "mappings/stripe.yaml");

        Assert.Null(folder.Load(("STRIPE_WEBHOOK_SECRET", secret)));

        Assert.Contains("copy it again", folder.Text(folder.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secrets_file_is_read_without_its_line_end()
    {
        using var folder = new ConfigurationFolder("", "mappings/stripe.yaml");
        var file = folder.Write("secret", "whsec_from_a_file\r\n");
        var token = folder.Write("token", "token-from-a-file\n");
        folder.Write(HubConfiguration.FileName, Good.Replace("${COMETLY_API_TOKEN}", $"file:{token}", StringComparison.Ordinal));

        var options = folder.Load(("STRIPE_WEBHOOK_SECRET", $"file:{file}"))?.Options;

        Assert.Equal(["whsec_from_a_file"], options!.Endpoints["stripe"].Secrets);
        Assert.Equal("token-from-a-file", options.Destinations["main"].Token);
    }

    [Fact]
    public void What_is_not_set_is_a_warning_that_names_the_variable_and_keeps_serve_from_starting()
    {
        using var folder = new ConfigurationFolder(Good, "mappings/stripe.yaml");

        var configuration = folder.Load();

        Assert.Equal("""
            config/comethooks.yaml:2:3: endpoint 'stripe' is off and answers 503: no secret is set: set the environment variable STRIPE_WEBHOOK_SECRET.
            config/comethooks.yaml:4:3: destination 'main' has no token: set the environment variable COMETLY_API_TOKEN.
            """, folder.Text(folder.Warnings));
        Assert.Equal(
            "config/comethooks.yaml: no endpoint is on, so nothing could be received: set the secret of at least one endpoint.",
            folder.Text(configuration!.StartProblems()));
    }

    [Fact]
    public void A_destination_in_use_without_a_token_keeps_serve_from_starting()
    {
        using var folder = new ConfigurationFolder(Good, "mappings/stripe.yaml");

        var configuration = folder.Load(("STRIPE_WEBHOOK_SECRET", "whsec_1"));

        Assert.Equal(
            "config/comethooks.yaml:4:11: destination 'main' has no token, so nothing could be delivered: set the environment variable COMETLY_API_TOKEN.",
            folder.Text(configuration!.StartProblems()));
    }

    [Fact]
    public void One_endpoint_that_is_on_and_a_token_are_enough_to_start()
    {
        using var folder = new ConfigurationFolder(Good, "mappings/stripe.yaml");

        var configuration = folder.Load(("STRIPE_WEBHOOK_SECRET", "whsec_1"), ("COMETLY_API_TOKEN", "t"));

        Assert.Empty(configuration!.StartProblems());
        Assert.Empty(folder.Warnings);
    }

    [Fact]
    public void A_variable_without_its_braces_is_named()
    {
        using var folder = new ConfigurationFolder(Good.Replace("${COMETLY_API_TOKEN}", "$COMETLY_API_TOKEN", StringComparison.Ordinal), "mappings/stripe.yaml");

        folder.Load(("STRIPE_WEBHOOK_SECRET", "whsec_1"));

        Assert.EndsWith(" Did you mean ${COMETLY_API_TOKEN}?", folder.Text(folder.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_that_is_not_set_is_named_for_a_receiver_of_alerts_too()
    {
        using var folder = new ConfigurationFolder(Good + "\nalerts: { receivers: { team: { type: slack, url: \"${SLACK_X}\" } } }", "mappings/stripe.yaml");

        Assert.Null(folder.Load(("STRIPE_WEBHOOK_SECRET", "whsec_1"), ("COMETLY_API_TOKEN", "t")));

        Assert.EndsWith("'alerts.receivers.team.url' is empty: set the environment variable SLACK_X.", folder.Text(folder.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_text_is_refused_at_its_line()
    {
        using var folder = new ConfigurationFolder(Good, "mappings/stripe.yaml");
        File.WriteAllBytes(Path.Combine(folder.Path, "comethooks.yaml"), [.. "log:\n  level: "u8, 0xE4, .. "\n"u8]);
        folder.Load();
        folder.Write("comethooks.yaml", "log:\n  level: error\0\n");
        folder.Load();

        Assert.Equal(
            "config/comethooks.yaml:2:1: this line is not UTF-8. Save the file as UTF-8.\nconfig/comethooks.yaml:2:15: a zero byte stands here: this is no text, or its end was damaged.",
            folder.Text(folder.Problems));
    }

    [Fact]
    public void A_secret_in_the_file_itself_is_a_warning_that_does_not_show_it()
    {
        using var folder = new ConfigurationFolder(Good.Replace("${COMETLY_API_TOKEN}", "in clear", StringComparison.Ordinal), "mappings/stripe.yaml");

        folder.Load(("STRIPE_WEBHOOK_SECRET", "whsec_1"));

        Assert.Equal(
            "config/comethooks.yaml:4:11: a secret stands in the file itself: write \"${NAME}\" and set the environment variable, or file:/run/secrets/name.",
            folder.Text(folder.Warnings));
    }

    [Theory]
    [InlineData("lantern.example", true)]
    [InlineData("myshopify.com.example", true)]
    [InlineData("Lantern.MyShopify.com", false)]
    [InlineData("", false)]
    public void A_shop_by_which_Shopify_never_signs_its_webhooks_is_a_warning(string shop, bool isWarned)
    {
        using var folder = new ConfigurationFolder(
            Good.Replace("destinations:", $"  shopify: {{ source: shopify, secrets: [\"${{STRIPE_WEBHOOK_SECRET}}\"], mapping: mappings/stripe.yaml, destination: main, shop: \"{shop}\" }}\ndestinations:", StringComparison.Ordinal),
            "mappings/stripe.yaml");

        Assert.NotNull(folder.Load(("STRIPE_WEBHOOK_SECRET", "whsec_1"), ("COMETLY_API_TOKEN", "t")));

        Assert.Equal(isWarned, folder.Text(folder.Warnings).Contains($"endpoint 'shopify' refuses every webhook unless Shopify calls its shop '{shop}'", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_endpoints_that_differ_in_case_only_are_an_error()
    {
        using var folder = new ConfigurationFolder(Good.Replace("destinations:", "  Stripe: {}\ndestinations:", StringComparison.Ordinal), "mappings/stripe.yaml");

        Assert.Null(folder.Load());

        Assert.Contains("config/comethooks.yaml:3:3: 'endpoints.Stripe' stands here twice", folder.Text(folder.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Risky_settings_in_force_are_named()
    {
        using var folder = new ConfigurationFolder("""
            listen: { admin: "http://0.0.0.0:8081" }
            endpoints:
              stripe: { source: stripe, secrets: ["${S}"], mapping: m.yaml, destination: main, accept_late: 25h, accounts: ["*"] }
            destinations:
              main: { token: "${T}", url: "http://127.0.0.1:9/", per_minute: 0, test_events: send }
            log: { level: debug }
            """, "m.yaml");

        Assert.Equal(
            [
                "destinations.main.test_events is send: test events become conversions",
                "destinations.main.url is on loopback: nothing reaches Cometly",
                "destinations.main.url is http: the token travels without TLS",
                "destinations.main.per_minute is 0: there is no budget",
                "endpoints.stripe.accept_late is set: old signatures are accepted",
                "endpoints.stripe.accounts is \"*\": events of every connected account are mapped",
                "listen.admin is not on loopback: keep that port in a private network",
                "log.level is debug: the log grows fast",
            ],
            RiskySettings.InForce(folder.Load()!.Options));
    }

    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("2.5s", 2.5)]
    [InlineData("30m", 1800.0)]
    [InlineData("25h", 90_000.0)]
    [InlineData("7d", 604_800.0)]
    [InlineData("7", null)]
    [InlineData("s", null)]
    [InlineData("-1s", null)]
    [InlineData("1.2.3s", null)]
    [InlineData("99999999999999999999d", null)]
    [InlineData("", null)]
    public void A_duration_is_a_number_with_a_unit(string text, double? seconds) =>
        Assert.Equal(seconds, Duration.TryParse(text, out var duration) ? duration.TotalSeconds : null);
}
