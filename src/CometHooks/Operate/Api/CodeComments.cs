using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CometHooks.Operate.Api;

/// <summary>
/// What the code's own comments say, from the file that the compiler writes of them. The framework reads those of public
/// types only, and the hub's are internal.
/// </summary>
internal sealed partial class CodeComments
{
    private readonly Dictionary<string, XElement> _members;

    private CodeComments(IEnumerable<XElement> members) => _members = members.ToDictionary(m => (string)m.Attribute("name")!, StringComparer.Ordinal);

    /// <summary>Without the file there are none.</summary>
    public static CodeComments Load()
    {
        var file = Path.ChangeExtension(typeof(CodeComments).Assembly.Location, ".xml");
        return new CodeComments(File.Exists(file) ? XDocument.Load(file).Descendants("member") : []);
    }

    /// <summary>What an action does. Its controller has no other of its name.</summary>
    public string? Summary(MethodInfo method) => Text(Find(method)?.Element("summary"));

    public string? Parameter(MethodInfo method, string name) => Param(Find(method), name);

    /// <summary>What a property says: its own comment, or that of the parameter that makes it.</summary>
    public string? Property(MemberInfo property)
    {
        var type = NameOf(property.DeclaringType!);
        return Text(_members.GetValueOrDefault($"P:{type}.{property.Name}")?.Element("summary"))
            ?? Param(_members.GetValueOrDefault($"T:{type}"), property.Name);
    }

    private XElement? Find(MethodInfo method)
    {
        var name = $"M:{NameOf(method.DeclaringType!)}.{method.Name}";
        return _members.FirstOrDefault(m => m.Key == name || m.Key.StartsWith(name + "(", StringComparison.Ordinal)).Value;
    }

    private static string NameOf(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static string? Param(XElement? member, string name) => Text(member?.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == name));

    private static string? Text(XElement? element) => element is null ? null : Space().Replace(string.Concat(element.Nodes().Select(Text)), " ").Trim() is { Length: > 0 } text ? text : null;

    private static string Text(XNode node) => node is XElement { Name.LocalName: "see" or "paramref" } reference
        ? ((string?)reference.Attribute("cref") ?? (string?)reference.Attribute("name") ?? "").Split('.', ':')[^1]
        : node is XElement inner ? inner.Value : node.ToString();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
