using System.Collections;
using System.CommandLine;
using CometHooks.Configuration;
using CometHooks.Deliver;
using CometHooks.Map;
using CometHooks.Operate;
using CometHooks.Operate.Mappings;
using CometHooks.Operate.Rehearse;
using CometHooks.Receive;
using CometHooks.Sources;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometHooks.Cli;

/// <summary>A hub as the configuration describes it, without store and listeners: what commands look at, and what <c>serve</c> starts.</summary>
internal sealed class ConfiguredHub
{
    private readonly List<Problem> _configurationProblems = [];
    private readonly List<RefusedFile> _broken = [];
    private readonly List<RefusedFile> _brokenDrafts = [];
    private readonly List<Problem> _warnings = [];
    private readonly MappingCatalog _others = new();

    private ConfiguredHub(string folder) => Folder = folder;

    /// <summary>The configuration folder.</summary>
    public string Folder { get; }

    /// <summary>The configuration; null where it has problems.</summary>
    public HubConfiguration? Configuration { get; private set; }

    public HubOptions Options => Configuration?.Options ?? new HubOptions();

    public SourceCatalog Sources { get; private set; } = null!;

    /// <summary>The mappings that endpoints name.</summary>
    public MappingCatalog Mappings { get; } = new();

    public MapTargets Targets { get; private set; } = null!;

    public Rehearsal Rehearsal { get; private set; } = null!;

    public ExampleRunner Examples { get; private set; } = null!;

    public CometlyRequestWriter Requests { get; private set; } = null!;

    /// <summary>All that is wrong, in all files.</summary>
    public IReadOnlyList<Problem> Problems => [.. _configurationProblems, .. _broken.Concat(_brokenDrafts).SelectMany(f => f.Problems)];

    /// <summary>What is wrong with configuration and plugins alone.</summary>
    public IReadOnlyList<Problem> ConfigurationProblems => _configurationProblems;

    /// <summary>The mappings that endpoints name and that cannot be used.</summary>
    public IReadOnlyList<RefusedFile> BrokenMappings => _broken;

    public IReadOnlyList<Problem> Warnings => _warnings;

    /// <summary>Every mapping once, also those that no endpoint names.</summary>
    public IEnumerable<MapTarget> AllTargets =>
        Mappings.Active.Select(m => Targets.Of(m).First()).Concat(_others.Active.Select(Unused)).OrderBy(t => t.Mapping.Name, StringComparer.Ordinal);

    /// <summary>Reads everything below the folder.</summary>
    /// <param name="folder">The configuration folder.</param>
    /// <param name="environment">The environment variables; null: those of the process.</param>
    /// <param name="logging">Where loaded plugins and AutoMapper's licence are told; null: nowhere.</param>
    public static ConfiguredHub Load(string folder, IReadOnlyDictionary<string, string>? environment = null, Func<LogOptions, ILoggerFactory>? logging = null)
    {
        ILoggerFactory loggers = NullLoggerFactory.Instance;
        environment ??= ProcessEnvironment();
        var hub = new ConfiguredHub(folder);
        var problems = new List<Problem>();
        HubConfiguration.TryLoad(
            folder,
            environment,
            options =>
            {
                loggers = logging?.Invoke(options.Log) ?? loggers;
                hub.Sources = SourceCatalog.Load(options.PluginsFolder, options.Plugins, problems, loggers.CreateLogger<SourceCatalog>());
                return hub.Sources.Names;
            },
            out var configuration,
            problems,
            hub._warnings);
        hub.Sources ??= SourceCatalog.BuiltIn(NullLogger.Instance);
        hub.Configuration = problems.Count == 0 ? configuration : null;
        hub._configurationProblems.AddRange(problems);
        hub.ReadMappings();
        hub.Requests = new CometlyRequestWriter(loggers, environment.GetValueOrDefault("AutoMapper__LicenseKey"));
        hub.Rehearsal = new Rehearsal(hub.Requests);
        hub.Examples = new ExampleRunner(hub.Rehearsal, new SampleFolder(Path.Combine(folder, "samples"), TimeProvider.System));
        return hub;
    }

    /// <summary>Reads everything below the command's folder; what is wrong is printed.</summary>
    public static bool TryLoad(ParseResult arguments, out ConfiguredHub hub)
    {
        hub = Load(arguments.GetRequiredValue(CommandLine.Config));
        if (hub.Problems.Count == 0)
        {
            return true;
        }

        Report.Refusal(arguments, hub.Problems);
        return false;
    }

    /// <summary>The variables of this process.</summary>
    public static Dictionary<string, string> ProcessEnvironment() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(x => (string)x.Key, x => (string?)x.Value ?? "", StringComparer.Ordinal);

    private void ReadMappings()
    {
        Targets = new MapTargets(
            Folder,
            Options.Endpoints.ToDictionary(e => e.Key, e => new MapRoute(e.Value, Adapter(e.Value.Source)!, Options.Destinations[e.Value.Destination]), StringComparer.OrdinalIgnoreCase),
            Mappings);
        var used = Options.Endpoints.Values.Select(e => e.Mapping).ToHashSet(StringComparer.Ordinal);
        foreach (var name in used.Concat(FilesInFolder()).Distinct(StringComparer.Ordinal))
        {
            var problems = new List<Problem>();
            var mapping = MappingFile.TryReadText(Folder, name, problems, out var text) ? MappingReader.Read(name, text, problems) : null;
            if (mapping is not null)
            {
                problems.AddRange(Adapter(mapping.Source) is null
                    ? [new Problem(name, mapping.SourcePlace.Line, mapping.SourcePlace.Column, $"there is no source '{mapping.Source}'.{NearestName.Hint(mapping.Source, Sources.Names)}")]
                    : Targets.Problems(mapping));
            }

            if (problems.Count > 0)
            {
                (used.Contains(name) ? _broken : _brokenDrafts).Add(new RefusedFile(name, text, problems));
            }
            else
            {
                (used.Contains(name) ? Mappings : _others).Activate(mapping!);
            }
        }
    }

    private FencedAdapter? Adapter(string source) => Sources.TryFind(source, out var adapter) ? adapter : null;

    private IEnumerable<string> FilesInFolder()
    {
        var folder = Path.Combine(Folder, "mappings");
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.yaml").Select(f => $"mappings/{Path.GetFileName(f)}").Order(StringComparer.Ordinal)
            : [];
    }

    // Checked as if an endpoint named it, with a destination in dollars.
    private MapTarget Unused(Mapping mapping) =>
        new(mapping.Source, new EndpointOptions { Source = mapping.Source }, Adapter(mapping.Source)!, mapping, "none", new DestinationOptions());
}
