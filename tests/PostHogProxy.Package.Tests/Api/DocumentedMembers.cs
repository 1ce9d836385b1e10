using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PostHogProxy.Package.Tests.Api;

/// <summary>What the XML documentation beside an assembly says, as plain text.</summary>
internal sealed class DocumentedMembers
{
    private readonly Dictionary<string, XElement> _members;

    public DocumentedMembers(Assembly assembly)
    {
        var file = Path.ChangeExtension(assembly.Location, ".xml");
        _members = XDocument.Load(file).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);
    }

    public string SummaryOf(PropertyInfo property)
    {
        var summary = _members[$"P:{property.DeclaringType!.FullName}.{property.Name}"].Element("summary")!;
        var text = string.Concat(summary.Nodes().Select(node => node switch
        {
            XElement element => element.Attribute("cref")?.Value.Split('.')[^1] ?? element.Value,
            _ => node.ToString(SaveOptions.DisableFormatting),
        }));
        return Regex.Replace(System.Net.WebUtility.HtmlDecode(text), @"\s+", " ").Trim();
    }
}
