using System.Xml.Linq;

namespace PostHogProxy.Architecture.Tests;

public sealed class ArchitectureTests
{
    // Users see them under the names of what they extend, wherever their files are.
    private static readonly string[] NamesOfUsers =
        ["PostHogProxy", "PostHogProxy.Testing", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.Extensions.DependencyInjection",
        "OpenTelemetry.Metrics", "OpenTelemetry.Trace", "Aspire.Hosting", "Aspire.Hosting.ApplicationModel", ""];

    public static TheoryData<string> Floors => [.. House.Floors.Select(floor => floor.ToString())];

    [Theory]
    [MemberData(nameof(Floors))]
    public void Every_arrow_points_down(string name)
    {
        var floor = Of(name);
        using var project = floor.Read();
        var rooms = floor.Rooms.ToList();

        var up = project.Arrows().Where(arrow => rooms.IndexOf(arrow.ToRoom) < rooms.IndexOf(arrow.FromRoom));

        None(up.Select(arrow => arrow.ToString()), "These arrows point up; the order of the rooms is in House.cs");
    }

    [Theory]
    [MemberData(nameof(Floors))]
    public void Every_folder_is_a_room_of_the_house(string name)
    {
        var floor = Of(name);
        using var project = floor.Read();

        Assert.Equal(floor.Rooms.Order(StringComparer.Ordinal), project.Types.Select(each => each.Room).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Floors))]
    public void Namespaces_follow_folders(string name)
    {
        var floor = Of(name);
        using var project = floor.Read();

        var astray = project.Types
            .Where(each => !NamesOfUsers.Contains(each.Type.Namespace) || !each.Type.IsPublic)
            .Where(each => each.Type.Namespace.Length > 0 && project.Rooms.FromNamespace(each.Type.Namespace) != each.Room)
            .Select(each => $"{each.Type.FullName} in {each.Room}");

        None(astray, "These types are in a namespace that is not their folder's");
    }

    [Theory]
    [MemberData(nameof(Floors))]
    public void A_project_names_the_projects_below_it_alone(string name)
    {
        var floor = Of(name);
        using var project = floor.Read();

        var compiled = project.References.Where(IsOurs).ToHashSet(StringComparer.Ordinal);
        var written = XDocument.Load(Repository.File($"{floor.Folder}/{floor.Name}.csproj")).Descendants("ProjectReference")
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')));

        Assert.Subset(floor.Uses.ToHashSet(StringComparer.Ordinal), compiled);
        Assert.Subset(floor.Uses.ToHashSet(StringComparer.Ordinal), written.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void A_project_stands_above_those_it_names()
    {
        var order = House.Floors.Select(floor => floor.Name).Distinct().ToList();

        var up = from floor in House.Floors
                 from used in floor.Uses
                 where order.IndexOf(used) <= order.IndexOf(floor.Name)
                 select $"{floor.Name} -> {used}";

        None(up, "These projects name one above them; the order of the projects is in House.cs");
    }

    [Fact]
    public void Every_project_that_ships_or_shows_is_in_the_house()
    {
        string[] tops = ["src", "analyzers", "samples"];
        var projects = tops.SelectMany(top => Directory.GetFiles(Repository.File(top), "*.csproj", SearchOption.AllDirectories))
            .Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(projects.Order(StringComparer.Ordinal), House.Floors.Select(floor => floor.Name).Distinct().Order(StringComparer.Ordinal));
    }

    // An assertion of a whole collection would cut the names off.
    private static void None(IEnumerable<string> found, string what)
    {
        var lines = found.Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(lines.Count == 0, $"{what}:\n{string.Join('\n', lines)}");
    }

    private static bool IsOurs(string assembly) =>
        assembly.StartsWith("PostHogProxy.", StringComparison.Ordinal) || assembly is "Storefront" or "posthog-proxy";

    private static Floor Of(string name) => House.Floors.Single(floor => floor.ToString() == name);
}
