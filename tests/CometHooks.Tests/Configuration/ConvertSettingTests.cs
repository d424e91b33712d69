using CometHooks.Configuration;
using CometHooks.Deliver;

namespace CometHooks.Tests.Configuration;

/// <summary>What an admin is told about the rates of a destination.</summary>
public sealed class ConvertSettingTests
{
    private static readonly RateOptions Euro = new() { From = "EUR", Rate = 1.0832m, Since = new DateOnly(2026, 11, 1) };

    [Fact]
    public void Every_mistake_in_a_rate_is_reported_once_with_its_place_and_what_to_write()
    {
        using var folder = Folder("""
            convert:
              - { from: EUR, rate: 1.0832, since: 2026-11-01 }
              - { from: eur, rate: 1.09, since: 2026-11-01 }
              - { from: USD, rate: 1, since: 2026-11-01 }
              - { from: Euro, rate: 0, since: 1.11.2026 }
              - { rate: "1,09", since: }
              - { from: JPY, rat: 0.0066 }
              - { from: KWD, rate: -3.25, since: 2026-02-30 }
              - 1.0832
            """);

        Assert.Null(folder.Load());

        Assert.Equal("""
            config/comethooks.yaml:7:34: 'destinations.main.convert.1.since' gives EUR a second rate from 2026-11-01 on: keep one of the two lines.
            config/comethooks.yaml:8:11: 'destinations.main.convert.2.from' is the destination's own currency, USD, whose amounts need no rate: take the line away, or name the other currency.
            config/comethooks.yaml:9:11: 'destinations.main.convert.3.from' must be three letters such as EUR, not 'Euro'.
            config/comethooks.yaml:9:23: 'destinations.main.convert.3.rate' must be more than zero, not 0: it is how much USD one unit is, for example 1.0832.
            config/comethooks.yaml:9:32: 'destinations.main.convert.3.since' must be a day such as 2026-11-01, not '1.11.2026'.
            config/comethooks.yaml:10:9: 'destinations.main.convert.4.from' is missing: write the currency that is converted, for example from: EUR.
            config/comethooks.yaml:10:11: 'destinations.main.convert.4.rate' must be a number such as 1.0832, not '1,09'.
            config/comethooks.yaml:10:25: 'destinations.main.convert.4.since' is missing: write the first day (UTC) that the rate is for, for example since: 2026-11-01.
            config/comethooks.yaml:11:9: 'destinations.main.convert.5.rate' is missing: write how much USD one unit is, for example rate: 1.0832.
            config/comethooks.yaml:11:9: 'destinations.main.convert.5.since' is missing: write the first day (UTC) that the rate is for, for example since: 2026-11-01.
            config/comethooks.yaml:11:22: unknown key 'destinations.main.convert.5.rat'. Did you mean 'rate'?
            config/comethooks.yaml:12:22: 'destinations.main.convert.6.rate' must be more than zero, not -3.25: it is how much USD one unit is, for example 1.0832.
            config/comethooks.yaml:12:35: 'destinations.main.convert.6.since' must be a day such as 2026-11-01, not '2026-02-30'.
            config/comethooks.yaml:13:9: 'destinations.main.convert.7' must hold 'name: value' lines, not '1.0832'.
            """, folder.Text(folder.Problems));
    }

    [Fact]
    public void Rates_that_are_no_list_are_an_error()
    {
        using var folder = Folder("convert: { from: EUR, rate: 1.0832, since: 2026-11-01 }");

        Assert.Null(folder.Load());

        Assert.Equal("config/comethooks.yaml:5:5: 'destinations.main.convert' must be a list: write [ … ] around it, also for one value.", folder.Text(folder.Problems));
    }

    [Fact]
    public void A_rate_of_the_file_can_be_replaced_and_others_added_by_the_environment()
    {
        using var folder = Folder("convert: [ { from: EUR, rate: 1.0832, since: 2026-11-01 } ]");

        var convert = folder.Load(
            ("Destinations__main__Convert__0__Rate", "1.0911"),
            ("Destinations__main__Convert__1__From", "JPY"),
            ("Destinations__main__Convert__1__Rate", "0.0066"),
            ("Destinations__main__Convert__1__Since", "2026-11-02"))?.Options.Destinations["main"].Convert;

        Assert.Equal("", folder.Text(folder.Problems));
        Assert.Equal([Euro with { Rate = 1.0911m }, new RateOptions { From = "JPY", Rate = 0.0066m, Since = new DateOnly(2026, 11, 2) }], convert!);
    }

    [Fact]
    public void The_environment_alone_can_give_more_rates_than_ten()
    {
        using var folder = Folder("per_minute: 1");
        var variables = Enumerable.Range(0, 12).SelectMany(i => new[]
        {
            ($"Destinations__main__Convert__{i}__From", "EUR"),
            ($"Destinations__main__Convert__{i}__Rate", $"1.{i:00}"),
            ($"Destinations__main__Convert__{i}__Since", $"2026-{i + 1:00}-01"),
        });

        var convert = folder.Load([.. variables])?.Options.Destinations["main"].Convert;

        Assert.Equal("", folder.Text(folder.Problems));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => Euro with { Rate = 1 + (i / 100m), Since = new DateOnly(2026, i + 1, 1) }), convert!);
    }

    [Fact]
    public void A_variable_about_a_rate_that_leads_nowhere_is_an_error()
    {
        using var folder = Folder("convert: [ { from: EUR, rate: 1.0832, since: 2026-11-01 } ]");

        Assert.Null(folder.Load(
            ("Destinations__main__Convert__0", "1.0911"),
            ("Destinations__main__Convert__0__Rat", "1.0911"),
            ("Destinations__main__Convert__0__Rate", "much"),
            ("Destinations__main__Convert__5__Rate", "1.0911"),
            ("Destinations__main__Convert__first__Rate", "1.0911"),
            ("Endpoints__stripe__Secrets__0__x", "s")));

        Assert.Equal("""
            environment variable Destinations__main__Convert__0: stops too early: item 0 is not a single value.
            environment variable Destinations__main__Convert__0__Rat: leads to no setting: 'Rat' is not known there. Did you mean 'rate'?
            environment variable Destinations__main__Convert__0__Rate: 'destinations.main.convert.0.rate' must be a number such as 1.0832, not 'much'.
            environment variable Destinations__main__Convert__5__Rate: leaves a gap: the next item of the list is number 1.
            environment variable Destinations__main__Convert__first__Rate: needs the number of a list's item, from 0, where it has 'first'.
            environment variable Endpoints__stripe__Secrets__0__x: goes too deep: item 0 is a single value.
            """, folder.Text(folder.Problems));
    }

    [Fact]
    public void What_is_converted_is_said_at_the_start_with_the_day_of_the_last_rate()
    {
        using var folder = Folder("convert: [ { from: eur, rate: 1.0911, since: 2026-11-15 }, { from: EUR, rate: 1.0832, since: 2026-11-01 } ]");

        Assert.Equal(
            ["destinations.main.convert: amounts in EUR count at the rates written there, the last since 2026-11-15"],
            RiskySettings.InForce(folder.Load()!.Options));
    }

    private static ConfigurationFolder Folder(string settings) =>
        new(
            $"""
            endpoints:
              stripe: {"{ source: stripe, secrets: [\"${S}\"], mapping: m.yaml, destination: main }"}
            destinations:
              main:
                {settings.ReplaceLineEndings("\n").Replace("\n", "\n    ", StringComparison.Ordinal)}
            """.ReplaceLineEndings("\n"),
            "m.yaml");
}
